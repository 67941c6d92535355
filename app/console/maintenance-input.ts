import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import { instantOf } from "#lib/domain/local-time.ts";
import { COMPONENT_STATUSES, type ComponentStatus } from "#lib/domain/status.ts";
import { STEPS } from "#lib/services/change-maintenance.ts";

const LONGEST_TEXT = 100_000;
const tick = z.literal("on").optional();
const REMIND = /^remind_(\d{1,5})$/;

const shared = {
  title: z.string().max(LONGEST_TEXT),
  body: z.string().max(LONGEST_TEXT),
  starts: z.string().max(100),
  ends: z.string().max(100),
  components: z.record(z.string().max(100), z.enum(["", ...COMPONENT_STATUSES])).default({}),
  notify: tick,
  intent: z.enum(["preview", "post"]).default("preview"),
};

/** The form of new work. */
export const planInput = z.object({
  ...shared,
  repeat: z.string().max(300).default("never"),
  rule: z.string().max(300).default(""),
  remind_10080: tick,
  remind_1440: tick,
  remind_60: tick,
  remind_15: tick,
});

/** The form of a plan that is changed. `version`: as it was read; `scope`: this window, or its whole series. */
export const replanInput = z.object({
  ...shared,
  maintenance: z.string().max(100),
  version: z.coerce.number().int().min(0),
});

/** A button that takes a window one step on. */
export const stepInput = z.object({
  maintenance: z.string().max(100),
  version: z.coerce.number().int().min(0),
  step: z.enum([...STEPS, "extend-15", "extend-30", "extend-60", "end-series"]),
  notify: tick,
});

/** The times of the form. @throws {DomainError} `invalid` when one of them is none. */
export function windowOf(
  input: { starts: string; ends: string },
  timeZone: string,
): { startsAt: Instant; endsAt: Instant } {
  const [startsAt, endsAt] = [instantOf(input.starts, timeZone), instantOf(input.ends, timeZone)];
  if (startsAt !== null && endsAt !== null) return { startsAt, endsAt };
  const message = "Pick a day and a time for both.";
  throw new DomainError("invalid", message, { fields: [{ path: "starts_at", message }] });
}

/** The components that the work touches. */
export function touchedIn(components: Readonly<Record<string, "" | ComponentStatus>>): Record<string, ComponentStatus> {
  return Object.fromEntries(
    Object.entries(components).filter((entry): entry is [string, ComponentStatus] => entry[1] !== ""),
  );
}

/** The rule that was chosen; null: it happens once. */
export function ruleIn({ repeat, rule }: { repeat: string; rule: string }): string | null {
  if (repeat === "never") return null;
  return repeat === "own" ? rule : repeat;
}

/** The ticked reminders, in ms before the start. */
export function remindersIn(input: Readonly<Record<string, unknown>>): number[] {
  return Object.entries(input).flatMap(([name, value]) => {
    const minutes = REMIND.exec(name)?.[1];
    return minutes !== undefined && value === "on" ? [Number(minutes) * MINUTE] : [];
  });
}
