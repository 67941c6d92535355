import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { derivedId } from "#lib/domain/ids.ts";
import type {
  ImportedIncident,
  ImportedMaintenance,
  ImportedMonitor,
  ImportedPage,
  ImportedStretch,
} from "#lib/domain/imported-page.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { instantOf } from "#lib/domain/local-time.ts";
import { isTimeZone } from "#lib/domain/subscription.ts";

/** Kuma writes moments in UTC, without a zone. */
const moment = z.string().transform((text): Instant => Date.parse(`${text.replace(" ", "T").replace(/Z$/, "")}Z`));
const flag = z.number().transform((value) => value !== 0);

const monitorRow = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string().nullish(),
  active: flag,
  interval: z.number(),
  type: z.string(),
  url: z.string().nullish(),
  hostname: z.string().nullish(),
  port: z.number().nullish(),
  keyword: z.string().nullish(),
  invert_keyword: flag.nullish(),
  method: z.string().nullish(),
  headers: z.string().nullish(),
  basic_auth_user: z.string().nullish(),
  database_connection_string: z.string().nullish(),
  created_date: moment,
  group_id: z.number().nullish(),
});
type MonitorRow = z.output<typeof monitorRow>;

const incidentRow = z.object({
  id: z.number(),
  title: z.string(),
  content: z.string(),
  style: z.string(),
  created_date: moment,
  last_updated_date: moment.nullish(),
  pin: flag,
  active: flag,
});

const maintenanceRow = z.object({
  id: z.number(),
  title: z.string(),
  description: z.string(),
  strategy: z.string(),
  active: flag,
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
  timezone: z.string().nullish(),
});

/** What a heartbeat's number says; 2 is "trying again", and says nothing yet. */
const STATUSES: Readonly<Record<number, ImportedStretch["status"]>> = {
  0: "major_outage",
  1: "operational",
  3: "under_maintenance",
};

/**
 * Reads the SQLite file of an Uptime Kuma (1.21 to 2.0): one status page with its groups and monitors, notices, planned
 * work, and what its monitors saw as far back as it kept every change. The file is only read; a running Kuma may have it open.
 *
 * @param slug which of its status pages; null: the first.
 * @throws {DomainError} `invalid` when it is not such a file, `not_found` when it has no such page.
 */
export function readKuma(file: string, slug: string | null): ImportedPage {
  const db = opened(file);
  try {
    const page = pageOf(db, slug);
    const groups = rows(db, z.object({ id: z.number(), name: z.string() }), GROUPS, page.id);
    const monitors = rows(db, monitorRow, MONITORS, page.id);
    const warnings: string[] = [];
    const stretches = new Map(monitors.map((one) => [one.id, stretchesOf(db, one.id)]));
    return {
      groups: groups.map(({ id, name }) => ({ id: idOf("group", id), name })),
      components: monitors.map((one) => ({
        id: idOf("monitor", one.id),
        name: one.name,
        description: one.description || null,
        groupId: one.group_id ? idOf("group", one.group_id) : null,
        watchedSince: stretches.get(one.id)?.[0]?.startedAt ?? one.created_date,
      })),
      incidents: rows(db, incidentRow, "select * from incident where status_page_id = ? order by id", page.id).map(
        incidentOf,
      ),
      maintenances: rows(db, maintenanceRow, MAINTENANCES, page.id).flatMap((one) => workOf(db, one, warnings)),
      stretches: [...stretches.values()].flat(),
      monitors: monitors.flatMap((one) => monitorOf(one, warnings)),
      warnings,
    };
  } finally {
    db.close();
  }
}

const GROUPS = `select id, name from "group" where status_page_id = ? and public = 1 order by weight, id`;
const MONITORS = `select m.*, min(g.id) as group_id from monitor m
  join monitor_group mg on mg.monitor_id = m.id join "group" g on g.id = mg.group_id
  where g.status_page_id = ? and g.public = 1 and m.type <> 'group'
  group by m.id order by min(g.weight), min(mg.weight), m.id`;
const MAINTENANCES = `select m.* from maintenance m
  join maintenance_status_page p on p.maintenance_id = m.id where p.status_page_id = ? order by m.id`;

function opened(file: string): DatabaseSync {
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    db.prepare("select id from status_page limit 1").get();
    return db;
  } catch {
    throw new DomainError(
      "invalid",
      `${file} is not the store of an Uptime Kuma. It is called kuma.db in its data folder.`,
    );
  }
}

function pageOf(db: DatabaseSync, slug: string | null): { id: number } {
  const known = rows(
    db,
    z.object({ id: z.number(), slug: z.string() }),
    "select id, slug from status_page order by id",
  );
  const page = slug === null ? known[0] : known.find((one) => one.slug === slug);
  if (page) return page;
  const there = known.length === 0 ? "It has none." : `It has ${known.map((one) => one.slug).join(", ")}.`;
  throw new DomainError("not_found", `This Uptime Kuma has no such status page. ${there}`);
}

function rows<Schema extends z.ZodType>(
  db: DatabaseSync,
  schema: Schema,
  query: string,
  ...values: (string | number)[]
): z.output<Schema>[] {
  return z.array(schema).parse(db.prepare(query).all(...values));
}

const idOf = (kind: string, id: number): string => derivedId("uptime-kuma", kind, String(id));

/** Each change of what the monitor saw begins a stretch; the last one reaches to its last heartbeat. */
function stretchesOf(db: DatabaseSync, monitor: number): ImportedStretch[] {
  const beat = z.object({ status: z.number(), time: moment });
  const changes = rows(
    db,
    beat,
    "select status, time from heartbeat where monitor_id = ? and important = 1 order by time, id",
    monitor,
  ).flatMap(({ status, time }) => (STATUSES[status] ? [{ status: STATUSES[status], time }] : []));
  const [last] = rows(
    db,
    beat,
    "select status, time from heartbeat where monitor_id = ? order by time desc limit 1",
    monitor,
  );
  return changes.flatMap(({ status, time }, i) => {
    const endedAt = changes[i + 1]?.time ?? last?.time ?? time;
    if (endedAt <= time) return [];
    const id = derivedId("uptime-kuma", "stretch", String(monitor), String(time));
    return [{ id, componentId: idOf("monitor", monitor), status, startedAt: time, endedAt }];
  });
}

const IMPACTS: Readonly<Record<string, ImportedIncident["impact"]>> = { danger: "critical", warning: "major" };

/** A notice that is pinned no longer is over since it was last changed. */
function incidentOf(given: z.output<typeof incidentRow>): ImportedIncident {
  const createdAt = given.created_date;
  const updatedAt = given.last_updated_date ?? createdAt;
  const isOver = !given.pin || !given.active;
  const update = (status: ImportedIncident["status"], body: string, at: Instant) => ({
    id: derivedId("uptime-kuma", "update", String(given.id), status),
    status,
    body,
    postedAt: at,
    happenedAt: at,
    impacts: [],
  });
  return {
    id: idOf("incident", given.id),
    title: given.title,
    status: isOver ? "resolved" : "investigating",
    impact: IMPACTS[given.style] ?? "none",
    startedAt: createdAt,
    createdAt,
    updatedAt,
    monitoringAt: null,
    resolvedAt: isOver ? updatedAt : null,
    updates: [
      update("investigating", given.content, createdAt),
      ...(isOver ? [update("resolved", "This notice was taken down.", updatedAt)] : []),
    ],
    postmortem: null,
  };
}

function workOf(db: DatabaseSync, given: z.output<typeof maintenanceRow>, warnings: string[]): ImportedMaintenance[] {
  const { start_date: start, end_date: end } = given;
  if (given.strategy !== "single" || !start || !end) {
    if (given.active) warnings.push(`The planned work “${given.title}” comes again and again: plan it here anew.`);
    return [];
  }
  const zone = given.timezone && isTimeZone(given.timezone) ? given.timezone : "UTC";
  const [startsAt, endsAt] = [localMoment(start, zone), localMoment(end, zone)];
  if (startsAt === null || endsAt === null || endsAt <= startsAt) return [];
  const covered = rows(
    db,
    z.object({ monitor_id: z.number() }),
    "select monitor_id from monitor_maintenance where maintenance_id = ?",
    given.id,
  );
  return [
    {
      id: idOf("maintenance", given.id),
      title: given.title,
      body: given.description,
      startsAt,
      endsAt,
      completedAt: given.active ? null : endsAt,
      createdAt: startsAt,
      updatedAt: startsAt,
      componentIds: covered.map((one) => idOf("monitor", one.monitor_id)),
    },
  ];
}

const localMoment = (text: string, zone: string): Instant | null =>
  instantOf(text.replace(" ", "T").slice(0, 16), zone);

/** The monitor as it can go on here; nothing for kinds we do not have, which is said. */
function monitorOf(given: MonitorRow, warnings: string[]): ImportedMonitor[] {
  if (!given.active) return [];
  const settings = settingsOf(given);
  if (settings === null) {
    warnings.push(
      `The monitor “${given.name}” (${given.type}) has no like here: its history was taken over, and nothing watches it.`,
    );
    return [];
  }
  const isPlain =
    (given.method ?? "GET") === "GET" && !given.headers && !given.basic_auth_user && !given.invert_keyword;
  if (settings.type === "http" && !isPlain)
    warnings.push(
      `The monitor “${given.name}” asks plainly now: method, headers, sign-in and inverted keywords were left out.`,
    );
  const every = `${Math.max(1, given.interval)}s`;
  return [{ name: given.name, componentId: idOf("monitor", given.id), settings: { ...settings, every } }];
}

function settingsOf(given: MonitorRow): ImportedMonitor["settings"] | null {
  const { type, url, hostname, port, keyword, database_connection_string: address } = given;
  if (["http", "keyword", "json-query"].includes(type) && url)
    return {
      type: "http",
      url,
      ...(type === "keyword" && keyword && !given.invert_keyword ? { contains: keyword } : {}),
    };
  if (type === "port" && hostname && port) return { type: "tcp", address: `${hostname}:${port}` };
  if (type === "redis" && address) return { type: "redis", url: address };
  if (type === "push") return { type: "heartbeat" };
  return null;
}
