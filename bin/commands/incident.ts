import { parseArgs } from "node:util";
import { DomainError } from "#lib/domain/errors.ts";
import { INCIDENT_IMPACTS, INCIDENT_STATUSES } from "#lib/domain/incident.ts";
import { HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { IMPACT_STATUSES, type ImpactStatus } from "#lib/domain/status.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { listOpenIncidents } from "#lib/store/incidents.ts";
import { BY_HAND, say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage incident open --title T --body B [--status S] [--component SLUG=STATUS]… [--expected-at ISO|+30m] [--impact I] [--no-notify] [--json]
       pulsepage incident update ID --body B [--status S] [--component SLUG=STATUS]… [--expected-at ISO|+30m] [--no-notify] [--json]
       pulsepage incident resolve ID [--body B] [--no-notify] [--json]
       pulsepage incident list [--json]`;

const OPTIONS = {
  title: { type: "string" },
  body: { type: "string" },
  status: { type: "string" },
  component: { type: "string", multiple: true },
  "expected-at": { type: "string" },
  impact: { type: "string" },
  "no-notify": { type: "boolean" },
  json: { type: "boolean" },
} as const;

/** Posts from the host, also while web is down. */
export async function incident(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [verb, id] = positionals;
  const now = Date.now();
  if (verb === "list") return list(values.json === true);
  const common = { components: impacts(values.component ?? []), notify: values["no-notify"] !== true };
  const expectedAt = expected(values["expected-at"], now);
  const status = oneOf("status", INCIDENT_STATUSES, values.status);
  if (verb === "open" && values.title && values.body) {
    const { title, body } = values;
    const impact = oneOf("impact", INCIDENT_IMPACTS, values.impact) ?? null;
    const input = { ...common, title, body, status: status ?? "investigating", impact, expectedAt: expectedAt ?? null };
    const posted = await withStore((db, { undoMs }) => openIncident(db, BY_HAND, { ...input, undoMs }, now));
    return done(values.json, { id: posted.incidentId, update_id: posted.updateId }, `Posted: ${posted.incidentId}`);
  }
  if ((verb === "update" || verb === "resolve") && id) {
    const body = values.body ?? (verb === "resolve" ? "This incident is resolved." : undefined);
    if (body === undefined) return wrongUsage(USAGE);
    const next = verb === "resolve" ? ("resolved" as const) : status;
    const input = {
      ...common,
      incidentId: id,
      body,
      ...(next ? { status: next } : {}),
      ...(expectedAt === undefined ? {} : { expectedAt }),
    };
    const { updateId } = await withStore((db, { undoMs }) => postUpdate(db, BY_HAND, { ...input, undoMs }, now));
    return done(values.json, { id, update_id: updateId }, `Posted: ${id}`);
  }
  return wrongUsage(USAGE);
}

async function list(json: boolean): Promise<number> {
  const open = await withStore((db) => listOpenIncidents(db));
  const rows = open.map((one) => ({
    id: one.id,
    title: one.title,
    status: one.status,
    draft: one.published_at === null,
    started_at: new Date(one.started_at).toISOString(),
  }));
  if (json) say(JSON.stringify(rows));
  else for (const row of rows) say(`${row.id}  ${row.draft ? "draft" : row.status}  ${row.title}`);
  return 0;
}

function done(json: boolean | undefined, result: object, sentence: string): number {
  say(json ? JSON.stringify(result) : sentence);
  return 0;
}

function impacts(pairs: readonly string[]): Record<string, ImpactStatus> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [slug = "", status] = pair.split("=");
      const known = oneOf("component", IMPACT_STATUSES, status);
      if (!known) throw new DomainError("invalid", "--component takes SLUG=STATUS, such as api=partial_outage.");
      return [slug, known];
    }),
  );
}

function oneOf<Value extends string>(
  option: string,
  values: readonly Value[],
  given: string | undefined,
): Value | undefined {
  if (given === undefined) return undefined;
  const found = values.find((value) => value === given);
  if (!found) throw new DomainError("invalid", `--${option} takes one of ${values.join(", ")}.`);
  return found;
}

/** "+30m", "+2h" from now, or a time with its zone. */
function expected(given: string | undefined, now: Instant): Instant | undefined {
  if (given === undefined) return undefined;
  const ahead = /^\+(\d{1,4})([mh])$/.exec(given);
  if (ahead) return now + Number(ahead[1]) * (ahead[2] === "h" ? HOUR : MINUTE);
  if (/T.*(Z|[+-]\d\d:\d\d)$/.test(given) && !Number.isNaN(Date.parse(given))) return Date.parse(given);
  throw new DomainError(
    "invalid",
    "--expected-at takes +30m, +2h, or a time with its zone such as 2026-11-23T14:30:00Z.",
  );
}
