import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { derivedId } from "#lib/domain/ids.ts";
import type { ImportedMonitor, ImportedPage, ImportedStretch } from "#lib/domain/imported-page.ts";
import { DAY, type Instant, MINUTE } from "#lib/domain/instant.ts";

const site = z.object({
  name: z.string(),
  slug: z.string().optional(),
  url: z.string(),
  check: z.string().optional(),
  port: z.number().optional(),
  method: z.string().optional(),
  headers: z.array(z.string()).optional(),
});
type Site = z.output<typeof site>;

const settings = z.object({ sites: z.array(site) });
const summary = z.array(
  z.object({ name: z.string(), slug: z.string(), dailyMinutesDown: z.record(z.string(), z.number()).default({}) }),
);
const moment = z.union([z.date(), z.string()]).transform((value): Instant => new Date(value).getTime());
const lastLook = z.object({ startTime: moment, lastUpdated: moment });

const EXACTLY =
  "Upptime's files say how many minutes of a day something was down, not when: these minutes stand at the beginning of their days.";

/**
 * Reads a clone of an Upptime repository: what it watches, since when, and how long each day something was down.
 * Its incidents are issues on GitHub, which a clone does not hold.
 *
 * @throws {DomainError} `invalid` when the folder is no such clone.
 */
export function readUpptime(folder: string): ImportedPage {
  const { sites } = parsed(settings, parse(textOf(folder, ".upptimerc.yml")), folder);
  const downtimes = new Map(
    parsed(summary, JSON.parse(textOf(folder, "history/summary.json")), folder).map((one) => [one.name, one]),
  );
  const warnings: string[] = ["Upptime keeps its incidents as issues on GitHub: they stay there."];
  const page: ImportedPage = {
    groups: [],
    components: [],
    incidents: [],
    maintenances: [],
    stretches: [],
    monitors: [],
    warnings,
  };
  for (const one of sites) {
    const told = downtimes.get(one.name);
    const id = derivedId("upptime", one.name);
    const look = told ? lastLook.safeParse(parse(textOf(folder, `history/${told.slug}.yml`))) : null;
    if (!told || !look?.success) warnings.push(`“${one.name}” has no history in this clone.`);
    const stretches = told && look?.success ? stretchesOf(id, told.dailyMinutesDown, look.data) : [];
    page.components.push({
      id,
      name: one.name,
      description: null,
      groupId: null,
      watchedSince: stretches[0]?.startedAt ?? Date.now(),
    });
    page.stretches.push(...stretches);
    page.monitors.push(...monitorOf(one, id, warnings));
  }
  if (page.stretches.some((one) => one.status !== "operational")) warnings.push(EXACTLY);
  return page;
}

/** What was measured without a gap: down for the told minutes from each day's beginning (UTC), well in between. */
function stretchesOf(
  componentId: string,
  minutesDown: Readonly<Record<string, number>>,
  { startTime, lastUpdated }: z.output<typeof lastLook>,
): ImportedStretch[] {
  const downs = Object.entries(minutesDown)
    .map(([day, minutes]) => ({ from: Date.parse(`${day}T00:00:00Z`), ms: Math.min(minutes * MINUTE, DAY) }))
    .map(({ from, ms }) => ({ from: Math.max(from, startTime), until: Math.min(from + ms, lastUpdated) }))
    .filter(({ from, until }) => until > from)
    .toSorted((a, b) => a.from - b.from);
  const stretches: ImportedStretch[] = [];
  const add = (status: ImportedStretch["status"], startedAt: Instant, endedAt: Instant) => {
    const before = stretches.at(-1);
    if (endedAt <= startedAt) return;
    // A night that was down to its end and the next day's beginning are one.
    if (before?.status === status) before.endedAt = endedAt;
    else stretches.push({ id: stretchId(componentId, startedAt), componentId, status, startedAt, endedAt });
  };
  let at = startTime;
  for (const { from, until } of downs) {
    add("operational", at, from);
    add("major_outage", from, until);
    at = until;
  }
  add("operational", at, lastUpdated);
  return stretches;
}

const stretchId = (componentId: string, startedAt: Instant): string =>
  derivedId("upptime", "stretch", componentId, String(startedAt));

function monitorOf(given: Site, componentId: string, warnings: string[]): ImportedMonitor[] {
  if (/\$[A-Z_]/.test(given.url)) {
    warnings.push(`“${given.name}” has a secret of GitHub's in its address: add its monitor here.`);
    return [];
  }
  if (given.check === "tcp-ping") {
    if (given.port === undefined) return [];
    const address = `${given.url}:${given.port}`;
    return [{ name: given.name, componentId, settings: { type: "tcp", address, every: "60s" } }];
  }
  if ((given.method ?? "GET").toUpperCase() !== "GET" || (given.headers ?? []).length > 0)
    warnings.push(`The monitor “${given.name}” asks plainly now: method and headers were left out.`);
  return [{ name: given.name, componentId, settings: { type: "http", url: given.url, every: "60s" } }];
}

function textOf(folder: string, path: string): string {
  try {
    return readFileSync(join(folder, path), "utf8");
  } catch {
    throw noClone(folder);
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, given: unknown, folder: string): z.output<Schema> {
  const found = schema.safeParse(given);
  if (found.success) return found.data;
  throw noClone(folder);
}

function noClone(folder: string): DomainError {
  return new DomainError(
    "invalid",
    `${folder} is not a clone of an Upptime repository: .upptimerc.yml or history/ is missing or not as expected.`,
  );
}
