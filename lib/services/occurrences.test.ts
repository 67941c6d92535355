import { expect, it } from "vitest";
import { DAY } from "#lib/domain/instant.ts";
import { localOf } from "#lib/domain/local-time.ts";
import { cleanRule, occurrences } from "./occurrences.ts";

const BERLIN = "Europe/Berlin";
const sundays = (local: string, rule = "FREQ=WEEKLY;BYDAY=SU") => ({
  rule,
  timeZone: BERLIN,
  startsAt: Date.parse(local),
});
const shown = (instants: number[], zone = BERLIN) => instants.map((at) => localOf(at, zone));

it("keeps the hour of the zone's clocks when they change", () => {
  const found = occurrences(sundays("2026-03-15T03:00:00Z"), 0, 4);
  expect(shown(found)).toEqual(["2026-03-15T04:00", "2026-03-22T04:00", "2026-03-29T04:00", "2026-04-05T04:00"]);
  expect((found[2] as number) - (found[1] as number)).toBe(7 * DAY - 3_600_000);
});

it("leaves no work out because a time is skipped, and does none twice because it comes twice", () => {
  expect(shown(occurrences(sundays("2026-03-22T01:30:00Z"), 0, 3))).toEqual([
    "2026-03-22T02:30",
    "2026-03-29T03:30",
    "2026-04-05T02:30",
  ]);
  const back = occurrences(sundays("2026-10-18T00:30:00Z"), 0, 3);
  expect(shown(back)).toEqual(["2026-10-18T02:30", "2026-10-25T02:30", "2026-11-01T02:30"]);
  expect(new Date(back[1] as number).toISOString()).toBe("2026-10-25T00:30:00.000Z");
});

it("goes on from any instant, to an end that is named as a day, as an instant, or as a count", () => {
  const start = sundays("2026-01-04T10:00:00Z");
  expect(shown(occurrences(start, Date.parse("2026-01-18T10:00:00Z"), 1))).toEqual(["2026-01-25T11:00"]);
  const ends = ["UNTIL=20260118", "UNTIL=20260118T100000Z", "COUNT=3"];
  for (const end of ends) expect(occurrences({ ...start, rule: `${start.rule};${end}` }, 0, 12)).toHaveLength(3);
  expect(occurrences({ ...start, rule: `${start.rule};UNTIL=20260118T095959Z` }, 0, 12)).toHaveLength(2);
});

it("begins with the first, to the second", () => {
  const start = sundays("2026-01-04T10:00:29.184Z");
  expect(occurrences(start, start.startsAt - 1, 2)).toEqual([start.startsAt, start.startsAt + 7 * DAY]);
  expect(occurrences(start, start.startsAt, 1)).toEqual([start.startsAt + 7 * DAY]);
});

it("counts the second Tuesday and the last day of a month", () => {
  const at = Date.parse("2026-01-01T22:00:00Z");
  const utc = (rule: string) =>
    occurrences({ rule, timeZone: "UTC", startsAt: at }, 0, 3).map((one) => localOf(one, "UTC").slice(0, 10));
  expect(utc("FREQ=MONTHLY;BYDAY=2TU")).toEqual(["2026-01-13", "2026-02-10", "2026-03-10"]);
  expect(utc("FREQ=MONTHLY;BYMONTHDAY=-1")).toEqual(["2026-01-31", "2026-02-28", "2026-03-31"]);
});

it("reads a rule in any spelling and refuses what is none", () => {
  expect(cleanRule(" rrule:freq=weekly;byday=tu ", BERLIN)).toBe("FREQ=WEEKLY;BYDAY=TU");
  const refused = [
    "",
    "every Tuesday",
    "FREQ=HOURLY",
    "FREQ=DAILY;BYHOUR=3",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=WEEKLY\nEXDATE:1",
  ];
  for (const rule of refused) expect(() => cleanRule(rule, BERLIN), rule).toThrow(/no rule that work can follow/);
  expect(() => cleanRule("FREQ=DAILY", "Mars/Base")).toThrow(/no time zone called/);
});
