import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import type { ImportedIncident, ImportedMaintenance, ImportedPage, ImportedUpdate } from "#lib/domain/imported-page.ts";
import { INCIDENT_IMPACTS, INCIDENT_STATUSES } from "#lib/domain/incident.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { COMPONENT_STATUSES, type ImpactStatus } from "#lib/domain/status.ts";

/** Reads one document of the page: its parsed JSON; null when there is none (404). */
export type ReadDocument = (path: string) => Promise<unknown>;

const HISTORY_PAGES_MAX = 200;

const id = z.string().regex(/^[a-z0-9]{12}$/);
const instant = z.iso.datetime({ offset: true }).transform((text): Instant => Date.parse(text));
const componentStatus = z.enum(COMPONENT_STATUSES);

const component = z.object({
  id,
  name: z.string(),
  description: z.string().nullish(),
  created_at: instant,
  start_date: z.string().nullish(),
  group_id: z.string().nullish(),
  group: z.boolean().default(false),
});

const update = z.object({
  id,
  status: z.string(),
  body: z.string().nullish(),
  created_at: instant,
  display_at: instant.nullish(),
  affected_components: z
    .array(z.object({ code: id, name: z.string(), old_status: componentStatus, new_status: componentStatus }))
    .nullish(),
});

const common = {
  id,
  name: z.string(),
  created_at: instant,
  updated_at: instant,
  resolved_at: instant.nullish(),
  incident_updates: z.array(update),
};

const incident = z.object({
  ...common,
  status: z.string(),
  impact: z.enum(INCIDENT_IMPACTS).catch("none"),
  started_at: instant.nullish(),
  monitoring_at: instant.nullish(),
  postmortem_body: z.string().nullish(),
  postmortem_published_at: instant.nullish(),
});

const maintenance = z.object({
  ...common,
  scheduled_for: instant,
  scheduled_until: instant,
  components: z.array(z.object({ id })).default([]),
});

const history = z.object({
  months: z.array(z.object({ incidents: z.array(z.object({ code: id, impact: z.string() })) })),
});

/**
 * Reads a page of Statuspage, or of anything that speaks its public API: components, groups, every incident of its
 * history, maintenance. Nothing is asked that needs a key, so drafts and subscribers stay where they are.
 *
 * @throws {DomainError} `invalid` when the address does not speak that API.
 */
export async function readStatuspage(
  read: ReadDocument,
  progress: (done: number, all: number) => void,
): Promise<ImportedPage> {
  const warnings: string[] = [];
  const known = parsed(z.object({ components: z.array(component) }), await read("/api/v2/components.json"));
  const listed = parsed(z.object({ incidents: z.array(incident) }), await read("/api/v2/incidents.json"));
  const planned = parsed(
    z.object({ scheduled_maintenances: z.array(maintenance) }),
    await read("/api/v2/scheduled-maintenances.json"),
  );
  const incidents = new Map(listed.incidents.map((one) => [one.id, one]));
  const works = new Set(planned.scheduled_maintenances.map((one) => one.id));
  const older = (await codesInHistory(read)).filter((code) => !incidents.has(code) && !works.has(code));
  for (const [i, code] of older.entries()) {
    progress(i, older.length);
    const found = z.object({ incident }).safeParse(await read(`/api/v2/incidents/${code}.json`));
    if (found.success) incidents.set(code, found.data.incident);
    else warnings.push(`The incident ${code} is in the history, and could not be read.`);
  }
  const { components, groups } = sorted(known.components);
  return {
    groups,
    components,
    incidents: [...incidents.values()].map(incidentOf),
    maintenances: planned.scheduled_maintenances.map(maintenanceOf),
    stretches: [],
    monitors: [],
    warnings,
  };
}

/** Codes of the incidents of all quarters, as far as the page tells them. */
async function codesInHistory(read: ReadDocument): Promise<string[]> {
  const codes: string[] = [];
  for (let page = 1; page <= HISTORY_PAGES_MAX; page += 1) {
    const found = history.safeParse(await read(`/history.json?page=${page}`));
    const here = found.success
      ? found.data.months.flatMap((month) => month.incidents.filter((one) => one.impact !== "maintenance"))
      : [];
    // A page that never stops answers with the same again.
    const fresh = here.map((one) => one.code).filter((code) => !codes.includes(code));
    if (fresh.length === 0) return codes;
    codes.push(...fresh);
  }
  return codes;
}

function sorted(all: readonly z.output<typeof component>[]): Pick<ImportedPage, "components" | "groups"> {
  const groups = all.filter((one) => one.group).map(({ id, name }) => ({ id, name }));
  const components = all
    .filter((one) => !one.group)
    .map((one) => ({
      id: one.id,
      name: one.name,
      description: one.description ?? null,
      groupId: one.group_id ?? null,
      watchedSince: one.start_date ? Date.parse(`${one.start_date}T00:00:00Z`) : one.created_at,
    }));
  return { groups, components };
}

function incidentOf(given: z.output<typeof incident>): ImportedIncident {
  const ordered = given.incident_updates.toSorted((a, b) => a.created_at - b.created_at);
  const told = ordered.filter((one) => one.status !== "postmortem").map(updateOf);
  const postmortem = ordered.find((one) => one.status === "postmortem");
  const body = given.postmortem_body ?? postmortem?.body ?? null;
  return {
    id: given.id,
    title: given.name,
    status: statusOf(given.status),
    impact: given.impact,
    startedAt: given.started_at ?? given.created_at,
    createdAt: given.created_at,
    updatedAt: given.updated_at,
    monitoringAt: given.monitoring_at ?? null,
    resolvedAt: given.resolved_at ?? (statusOf(given.status) === "resolved" ? given.updated_at : null),
    updates: told,
    postmortem:
      body === null
        ? null
        : { body, publishedAt: given.postmortem_published_at ?? postmortem?.created_at ?? given.updated_at },
  };
}

function updateOf(given: z.output<typeof update>): ImportedUpdate {
  return {
    id: given.id,
    status: statusOf(given.status),
    body: given.body ?? "",
    postedAt: given.created_at,
    happenedAt: given.display_at ?? given.created_at,
    impacts: (given.affected_components ?? []).map((one) => ({
      componentId: one.code,
      name: one.name,
      from: one.old_status,
      // An incident that says "under maintenance" tells of no fault.
      to: one.new_status === "under_maintenance" ? "operational" : (one.new_status as ImpactStatus),
    })),
  };
}

/** Statuspage has stages of its own making; a postmortem comes after the end. */
function statusOf(status: string): ImportedIncident["status"] {
  return INCIDENT_STATUSES.find((one) => one === status) ?? (status === "postmortem" ? "resolved" : "investigating");
}

function maintenanceOf(given: z.output<typeof maintenance>): ImportedMaintenance {
  const [first] = given.incident_updates.toSorted((a, b) => a.created_at - b.created_at);
  const endsAt = Math.max(given.scheduled_until, given.scheduled_for + 1);
  const isOver = given.resolved_at !== null && given.resolved_at !== undefined;
  return {
    id: given.id,
    title: given.name,
    body: first?.body || given.name,
    startsAt: given.scheduled_for,
    endsAt: Math.min(endsAt, given.scheduled_for + 90 * DAY),
    completedAt: isOver ? (given.resolved_at ?? null) : null,
    createdAt: given.created_at,
    updatedAt: given.updated_at,
    componentIds: given.components.map((one) => one.id),
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, document: unknown): z.output<Schema> {
  const found = schema.safeParse(document);
  if (found.success) return found.data;
  throw new DomainError(
    "invalid",
    "This address does not speak Statuspage's public API (/api/v2/…). Give the page's own address, such as https://status.example.com.",
  );
}
