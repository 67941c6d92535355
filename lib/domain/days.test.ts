import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarDays, dailyTallies, dayClass, dayOf, startOfDay } from "./days.ts";
import { DAY, HOUR, type Instant, MINUTE } from "./instant.ts";
import type { Slice } from "./slices.ts";
import { COMPONENT_STATUSES, type EffectiveStatus } from "./status.ts";
import { emptyTally, type Tally, tally } from "./uptime.ts";

// Clocks change at 02:00, at midnight (Cairo, Santiago), by half an hour (Lord Howe); a day is missing (Apia, 2011).
const ZONES = [
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "America/Santiago",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
];
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2036, 0, 1) });
const hours = (timeZone: string, now: Instant) =>
  calendarDays(timeZone, now, 3).map((day) => (day.endedAt - day.startedAt) / HOUR);

describe("calendarDays", () => {
  it("gives a day of 23 hours and one of 25 where clocks change", () => {
    expect(hours("Europe/Paris", Date.UTC(2026, 2, 30, 12))).toEqual([24, 23, 24]);
    expect(hours("Europe/Paris", Date.UTC(2026, 9, 26, 12))).toEqual([24, 25, 24]);
    expect(hours("Australia/Lord_Howe", Date.UTC(2026, 3, 6, 12))).toEqual([24, 24.5, 24]);
  });

  it("ends with today, also in the last hour before a short day", () => {
    const lateOnSaturday = Date.UTC(2026, 2, 28, 22, 30);
    const days = calendarDays("Europe/Paris", lateOnSaturday, 2);
    expect(days.map((day) => day.day)).toEqual(["2026-03-27", "2026-03-28"]);
    expect(days[1]?.endedAt).toBe(Date.UTC(2026, 2, 28, 23));
  });

  it("begins a day when the clocks say, where there is no midnight", () => {
    const [day] = calendarDays("America/Santiago", Date.UTC(2026, 8, 6, 12), 1);
    expect(day).toEqual({ day: "2026-09-06", startedAt: Date.UTC(2026, 8, 6, 4), endedAt: Date.UTC(2026, 8, 7, 3) });
  });

  it("leaves out a day that a zone left out", () => {
    expect(calendarDays("Pacific/Apia", Date.UTC(2011, 11, 31, 3), 2).map((day) => day.day)).toEqual([
      "2011-12-29",
      "2011-12-31",
    ]);
  });

  it("follows one on the other without a gap, each wholly inside its own date, up to now", () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 1, max: 40 }), (timeZone, now, count) => {
        const days = calendarDays(timeZone, now, count);
        expect(days).toHaveLength(count);
        expect(days.at(-1)?.day).toBe(dayOf(now, timeZone));
        days.forEach((day, i) => {
          expect(dayOf(day.startedAt, timeZone)).toBe(day.day);
          expect(dayOf(day.endedAt - 1, timeZone)).toBe(day.day);
          expect(dayOf(day.startedAt - 1, timeZone) < day.day).toBe(true);
          if (i > 0) expect(day.startedAt).toBe(days[i - 1]?.endedAt);
        });
      }),
    );
  });

  it("finds the same start from anywhere in the day", () => {
    fc.assert(
      fc.property(zones, instants, (timeZone, at) => {
        const start = startOfDay(at, timeZone);
        expect(start).toBeLessThanOrEqual(at);
        expect(startOfDay(start, timeZone)).toBe(start);
      }),
    );
  });
});

describe("dailyTallies", () => {
  const statuses = fc.constantFrom<EffectiveStatus>(...COMPONENT_STATUSES, "unknown");
  const lengths = fc.array(fc.record({ ms: fc.integer({ min: 1, max: 3 * DAY }), status: statuses }), {
    maxLength: 30,
  });

  it("deals out every millisecond of the days once", () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 12 * DAY }),
        lengths,
        (timeZone, now, count, ago, parts) => {
          const days = calendarDays(timeZone, now, count);
          const [from, to] = [days[0]?.startedAt ?? 0, days.at(-1)?.endedAt ?? 0];
          let at = now - ago;
          const slices: Slice[] = parts.map(({ ms, status }) => {
            at += ms;
            return { startedAt: at - ms, endedAt: at, status };
          });
          const perDay = dailyTallies(slices, days);
          const inside = slices
            .map((slice) => ({
              ...slice,
              startedAt: Math.max(slice.startedAt, from),
              endedAt: Math.min(slice.endedAt, to),
            }))
            .filter((slice) => slice.endedAt > slice.startedAt);
          const expected = tally(inside);
          for (const status of Object.keys(expected) as EffectiveStatus[]) {
            expect(perDay.reduce((sum, one) => sum + one[status], 0)).toBe(expected[status]);
          }
          days.forEach((day, i) => {
            const total = Object.values(perDay[i] as Tally).reduce((sum, ms) => sum + ms, 0);
            expect(total).toBeLessThanOrEqual(day.endedAt - day.startedAt);
          });
        },
      ),
    );
  });
});

describe("dayClass", () => {
  const day = (part: Partial<Tally>) => dayClass({ ...emptyTally(), operational: 12 * HOUR, ...part });

  it("is none for a day before the component was watched", () => {
    expect(dayClass(emptyTally())).toBe("none");
  });

  it("goes by the weighted minutes of downtime", () => {
    expect(day({})).toBe("operational");
    expect(day({ major_outage: 1 })).toBe("minor");
    expect(day({ major_outage: 20 * MINUTE - 1 })).toBe("minor");
    expect(day({ major_outage: 20 * MINUTE })).toBe("moderate");
    expect(day({ major_outage: 40 * MINUTE })).toBe("serious");
    expect(day({ major_outage: 60 * MINUTE })).toBe("outage");
    expect(day({ partial_outage: 60 * MINUTE })).toBe("minor");
    expect(dayClass({ ...emptyTally(), partial_outage: 60 * MINUTE }, "strict")).toBe("outage");
  });

  it("shows what was slow, then what was planned, then what nobody saw", () => {
    expect(day({ degraded_performance: 1, under_maintenance: HOUR })).toBe("degraded");
    expect(day({ under_maintenance: 1, unknown: 11 * HOUR })).toBe("maintenance");
    expect(day({ unknown: 12 * HOUR })).toBe("unknown");
    expect(day({ unknown: 12 * HOUR - 1 })).toBe("operational");
  });
});
