import { RRuleTemporal } from "rrule-temporal";
import { toText } from "rrule-temporal/totext";
import { DomainError } from "#lib/domain/errors.ts";
import { HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { instantOf, localOf } from "#lib/domain/local-time.ts";

const RULE_MAX = 300;
const SHAPE = /^FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*$/;
const UNTIL = /;UNTIL=(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?/;
// The hour of the first occurrence is the hour of all: a rule with its own would say another.
const OWN_HOURS = /;BY(?:HOUR|MINUTE|SECOND)=/;

const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** A rule of recurrence, by the clocks of a zone. */
export type Recurrence = { rule: string; timeZone: string; startsAt: Instant };

/**
 * The rule in one spelling: "FREQ=WEEKLY;BYDAY=TU".
 *
 * @throws {DomainError} `invalid` when it is none, more often than daily, or the zone is unknown.
 */
export function cleanRule(rule: string, timeZone: string): string {
  const text = rule
    .trim()
    .replace(/^RRULE:/i, "")
    .toUpperCase();
  if (text.length > RULE_MAX || !SHAPE.test(text) || OWN_HOURS.test(text)) throw notARule();
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw new DomainError("invalid", `There is no time zone called “${timeZone}”. Name one such as Europe/Berlin.`, {
      fields: [{ path: "recurrence", message: "the time zone must be an IANA name such as Europe/Berlin" }],
    });
  }
  if (occurrences({ rule: text, timeZone, startsAt: 0 }, -1, 1).length === 0) throw notARule();
  return text;
}

/**
 * The first `count` instants after `after` at which the rule has it begin.
 *
 * The rule is followed on the clocks of its zone: 03:00 stays 03:00 when they change. A time that is skipped that night
 * counts on (02:30 becomes 03:30): calendars would drop it, but work is not left out because of the clocks. Where clocks
 * are set back, it is the first of both.
 */
export function occurrences({ rule, timeZone, startsAt }: Recurrence, after: Instant, count: number): Instant[] {
  const until = untilOf(rule, timeZone);
  const local = localOf(startsAt, timeZone);
  const first = `${local.replace(/[-:]/g, "")}00Z`;
  const found: Instant[] = [];
  try {
    const walls = new RRuleTemporal({
      rruleString: `DTSTART:${first}\nRRULE:${rule.replace(UNTIL, "")}`,
      maxIterations: 20_000,
      cache: false,
    });
    // A wall clock is never further from UTC than 14 hours.
    let from = new Date(Math.max(Date.parse(`${local}Z`) - 1, after - 15 * HOUR));
    while (found.length < count) {
      const wall = walls.next(from);
      if (!wall) break;
      from = new Date(wall.epochMilliseconds);
      const minute = instantOf(localOf(wall.epochMilliseconds, "UTC"), timeZone);
      // The rule is followed in minutes; what the first one has besides, all have.
      const at = (minute ?? Number.POSITIVE_INFINITY) + (startsAt % MINUTE);
      if (minute === null || at > until) break;
      if (at > after) found.push(at);
    }
  } catch {
    throw notARule();
  }
  return found;
}

/** The rule in words, with its first occurrence for what it leaves open: "every week on Tuesday". */
export function recurrenceWords(rule: string, startsAt: Instant, timeZone: string): string {
  const first = `${localOf(startsAt, timeZone).replace(/[-:]/g, "")}00Z`;
  const named = /^FREQ=WEEKLY(?!.*BYDAY)/.test(rule)
    ? `${rule};BYDAY=${WEEKDAYS[new Date(`${localOf(startsAt, timeZone)}Z`).getUTCDay()]}`
    : rule;
  return toText(new RRuleTemporal({ rruleString: `DTSTART:${first}\nRRULE:${named}` })).replace(/ at .*$/, "");
}

function untilOf(rule: string, timeZone: string): Instant {
  const parts = UNTIL.exec(rule);
  if (!parts) return Number.POSITIVE_INFINITY;
  const [, year, month, day, hour, minute, second] = parts;
  if (hour !== undefined) return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return (instantOf(`${year}-${month}-${day}T23:59`, timeZone) ?? 0) + 59_999;
}

function notARule(): DomainError {
  return new DomainError("invalid", "This is no rule that work can follow. Write one such as FREQ=WEEKLY;BYDAY=TU.", {
    fields: [{ path: "recurrence", message: "must be an RRULE, daily or less often, such as FREQ=WEEKLY;BYDAY=TU" }],
  });
}
