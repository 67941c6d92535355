import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { INCIDENT_STATUSES } from "#lib/domain/incident.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import { instantOf } from "#lib/domain/local-time.ts";
import { IMPACT_STATUSES, type ImpactStatus } from "#lib/domain/status.ts";
import type { Translations } from "#lib/services/translations.ts";

const LONGEST_TEXT = 100_000;
const OTHER_WORDS = z.record(z.string().max(20), z.string().max(LONGEST_TEXT)).default({});

const shared = {
  body: z.string().max(LONGEST_TEXT),
  status: z.enum(INCIDENT_STATUSES, "Choose a stage."),
  components: z.record(z.string().max(100), z.enum(["", ...IMPACT_STATUSES])).default({}),
  expected: z.enum(["keep", "15", "30", "60", "240", "pick", "unknown"], "Choose one."),
  expected_time: z.string().max(100).default(""),
  notify: z.literal("on").optional(),
  /** By language. */
  body_in: OTHER_WORDS,
  title_in: OTHER_WORDS,
  intent: z.enum(["preview", "post"]).default("preview"),
};

/** The form of a new incident. `draft`: the monitor's finding it began with; `onto`: the incident that finding has become meanwhile. */
export const newIncidentInput = z.strictObject({
  ...shared,
  title: z.string().max(LONGEST_TEXT),
  draft: z.string().max(100).optional(),
  onto: z
    .string()
    .regex(/^\w{1,100}\.\d{1,9}$/)
    .optional(),
});

/** The form of an update. `version`: of the incident as it was read. */
export const updateInput = z.strictObject({
  ...shared,
  incident: z.string().max(100),
  version: z.coerce.number().int().min(0),
});

/** What was written in other languages, by language. */
export function translationsIn(input: Pick<z.infer<typeof newIncidentInput>, "title_in" | "body_in">): Translations {
  const languages = [...Object.keys(input.title_in), ...Object.keys(input.body_in)];
  return Object.fromEntries(
    languages.map((one) => [one, { title: said(input.title_in[one]), body: said(input.body_in[one]) }]),
  );
}

// An empty field says nothing; it takes nothing away.
const said = (text: string | undefined) => (text?.trim() ? text : undefined);

type Expected = Pick<z.infer<typeof updateInput>, "expected" | "expected_time">;

/**
 * When it is expected to be over; null: not known; undefined: as promised before.
 *
 * @throws {DomainError} `invalid` when the picked time is none, or has passed.
 */
export function expectedAt(input: Expected, timeZone: string, now: Instant): Instant | null | undefined {
  if (input.expected === "keep") return undefined;
  if (input.expected === "unknown") return null;
  if (input.expected !== "pick") return now + Number(input.expected) * MINUTE;
  const at = instantOf(input.expected_time, timeZone);
  if (at !== null && at > now) return at;
  const message = at === null ? "Pick a day and a time." : "This time has passed. Pick a later one.";
  throw new DomainError("invalid", message, { fields: [{ path: "expected", message }] });
}

/** The components the form speaks of. Those that were well and still are are left out. */
export function impactsIn(
  components: Readonly<Record<string, "" | ImpactStatus>>,
  before: ReadonlyMap<string, ImpactStatus>,
): Record<string, ImpactStatus> {
  const said: Record<string, ImpactStatus> = {};
  for (const [id, status] of Object.entries(components)) {
    if (status === "" || (status === "operational" && (before.get(id) ?? "operational") === "operational")) continue;
    said[id] = status;
  }
  return said;
}
