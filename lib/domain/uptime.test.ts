import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarDays, dailyTallies } from "./days.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./instant.ts";
import { type History, type PlannedWindow, type Stretch, slices } from "./slices.ts";
import type { EffectiveStatus } from "./status.ts";
import {
  downtimeMs,
  emptyTally,
  formatUptime,
  type Tally,
  tally,
  UPTIME_WEIGHTS,
  type UptimeWeights,
  uptime,
} from "./uptime.ts";

const NOW = Date.UTC(2026, 10, 23);
const START = NOW - 90 * DAY;
const MIDDLE = START + 40 * DAY;

/** A monitor that saw what is given, and all well around it. */
function monitored(...seen: [status: EffectiveStatus, from: number, to: number][]): Partial<History> {
  let at = START;
  const signals: Stretch[] = [];
  const add = (status: EffectiveStatus, startedAt: number, endedAt: number) =>
    signals.push({ source: "m", status, startedAt, endedAt });
  for (const [status, from, to] of seen) {
    add("operational", at, from);
    add(status, from, to);
    at = to;
  }
  add("operational", at, NOW);
  return { monitors: ["m"], signals };
}

const incident = (status: EffectiveStatus, startedAt: number, endedAt: number | null, source = "i"): Stretch => ({
  source,
  status,
  startedAt,
  endedAt,
});

function planned(startsAt: number, endsAt: number, publishedAt: number): PlannedWindow {
  return { startsAt, endsAt, publishedAt, status: "under_maintenance", exemptReason: null };
}

function cut(history: Partial<History>, from = START, to = NOW) {
  const whole = {
    monitoredSince: 0,
    monitors: [],
    signals: [],
    baseline: [],
    incidents: [],
    maintenances: [],
    ...history,
  };
  return slices(whole, from, to);
}

/** Sums and the printed percentage over the window. */
function over(history: Partial<History>, from = START, to = NOW) {
  const sums = tally(cut(history, from, to));
  const { percent, coverage } = uptime(sums);
  return {
    sums,
    coverage,
    downMinutes: downtimeMs(sums, "statuspage") / MINUTE,
    shown: percent === null ? null : formatUptime(percent, 3),
  };
}

describe("uptime over 90 days", () => {
  it("V1: an hour of major outage", () => {
    expect(over(monitored(["major_outage", MIDDLE, MIDDLE + HOUR])).shown).toBe("99.953");
  });

  it("V2: an hour of partial outage counts three tenths", () => {
    expect(over(monitored(["partial_outage", MIDDLE, MIDDLE + HOUR])).shown).toBe("99.986");
  });

  it("V3: a degraded day is no downtime, and is not forgotten", () => {
    const { shown, sums } = over(monitored(["degraded_performance", MIDDLE, MIDDLE + DAY]));
    expect(shown).toBe("100");
    expect(sums.degraded_performance).toBe(24 * HOUR);
  });

  const announced = planned(MIDDLE, MIDDLE + 2 * HOUR, MIDDLE - DAY);
  const failing = monitored(["major_outage", MIDDLE + HOUR, MIDDLE + HOUR + 30 * MINUTE]);

  it("V4: what monitors find inside announced maintenance is no downtime", () => {
    const { shown, sums, downMinutes } = over({ ...failing, maintenances: [announced] });
    expect([shown, sums.under_maintenance, downMinutes]).toEqual(["100", 120 * MINUTE, 0]);
  });

  it("V5: a public incident during maintenance counts", () => {
    const incidents = [incident("major_outage", MIDDLE + HOUR, MIDDLE + HOUR + 30 * MINUTE)];
    const { shown, sums, downMinutes } = over({ ...failing, maintenances: [announced], incidents });
    expect([shown, sums.under_maintenance, downMinutes]).toEqual(["99.976", 90 * MINUTE, 30]);
  });

  it("V6: what overlaps is not summed, the worst counts", () => {
    const history = monitored(["major_outage", MIDDLE + 10 * MINUTE, MIDDLE + 30 * MINUTE]);
    const { shown, downMinutes } = over({ ...history, incidents: [incident("partial_outage", MIDDLE, MIDDLE + HOUR)] });
    expect(downMinutes).toBeCloseTo(20 + 0.3 * 40, 9);
    expect(shown).toBe("99.975");
  });

  it("V7: three days nobody looked are neither up nor down, and lower the coverage", () => {
    const { shown, coverage } = over(monitored(["unknown", MIDDLE, MIDDLE + 3 * DAY]));
    expect(shown).toBe("100");
    expect((coverage * 100).toFixed(2)).toBe("96.67");
  });

  it("V8: counts only since the component has been watched", () => {
    const history = monitored(["major_outage", NOW - DAY, NOW - DAY + 14.4 * MINUTE]);
    expect(over({ ...history, monitoredSince: NOW - 10 * DAY }).shown).toBe("99.900");
  });

  it("V9: half an hour on a day of 25 hours", () => {
    const [day] = calendarDays("Europe/Paris", Date.UTC(2026, 9, 25, 12), 1);
    if (!day) throw new Error("There is a today.");
    expect(day.endedAt - day.startedAt).toBe(25 * HOUR);
    const incidents = [incident("major_outage", day.startedAt + HOUR, day.startedAt + 90 * MINUTE)];
    expect(over({ incidents }, day.startedAt, day.endedAt).shown).toBe("98.000");
  });

  it("V10: ten seconds of outage are never printed as 100", () => {
    const history = monitored(["major_outage", MIDDLE, MIDDLE + 10 * SECOND]);
    expect(over(history).shown).toBe("99.999");
    expect(formatUptime(uptime(tally(cut(history))).percent as number)).toBe("99.99");
  });

  it("V11: down ever since it was created reads 0", () => {
    const incidents = [incident("major_outage", NOW - HOUR, null)];
    expect(over({ monitoredSince: NOW - HOUR, incidents }).shown).toBe("0.000");
  });

  it("V12: has no number when nearly all of it was maintenance", () => {
    const { shown, sums } = over({ maintenances: [planned(START, NOW - SECOND, START - DAY)] });
    expect([shown, sums.operational]).toEqual([null, SECOND]);
  });

  it("V13: maintenance declared afterwards does not undo an outage", () => {
    const history = monitored(["major_outage", MIDDLE, MIDDLE + HOUR]);
    const declared = planned(MIDDLE, MIDDLE + HOUR, MIDDLE + 2 * HOUR);
    expect(over({ ...history, maintenances: [declared] }).shown).toBe("99.953");
    expect(over({ ...history, maintenances: [{ ...declared, exemptReason: "Agreed with all customers" }] }).shown).toBe(
      "100",
    );
  });

  it("V14: an open incident grows with the clock, without a gap at midnight", () => {
    const incidents = [incident("major_outage", NOW - 30 * MINUTE, null)];
    for (let minute = -20; minute <= 20; minute += 1) {
      const now = NOW + minute * MINUTE;
      expect(over({ incidents }, START, now).downMinutes).toBe(30 + minute);
      const perDay = dailyTallies(cut({ incidents }, START, now), calendarDays("UTC", now, 3));
      expect(perDay.reduce((sum, one) => sum + one.major_outage, 0)).toBe((30 + minute) * MINUTE);
    }
  });
});

const sums: fc.Arbitrary<Tally> = fc.record({
  operational: fc.nat(10 * 365 * DAY),
  under_maintenance: fc.nat(30 * DAY),
  degraded_performance: fc.nat(30 * DAY),
  partial_outage: fc.nat(30 * DAY),
  major_outage: fc.nat(30 * DAY),
  unknown: fc.nat(30 * DAY),
});
const weights = fc.constantFrom(...(Object.keys(UPTIME_WEIGHTS) as UptimeWeights[]));

describe("uptime, for any sums", () => {
  it("lies between 0 and 100, and maintenance and unknown time do not move it", () => {
    fc.assert(
      fc.property(sums, weights, fc.nat(30 * DAY), fc.nat(30 * DAY), (all, by, maintenance, unknown) => {
        const { percent, coverage } = uptime(all, by);
        if (percent !== null) {
          expect(percent).toBeGreaterThanOrEqual(0);
          expect(percent).toBeLessThanOrEqual(100);
        }
        expect(coverage).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeLessThanOrEqual(1);
        expect(uptime({ ...all, under_maintenance: maintenance, unknown }, by).percent).toBe(percent);
      }),
    );
  });

  it("falls when more is down", () => {
    fc.assert(
      fc.property(sums, weights, fc.integer({ min: 1, max: DAY }), (all, by, more) => {
        const before = uptime(all, by).percent;
        const after = uptime({ ...all, major_outage: all.major_outage + more }, by).percent;
        if (before !== null && after !== null) expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });

  it("has no number under a minute, and covers an empty window wholly", () => {
    expect(uptime({ ...emptyTally(), operational: MINUTE - 1 }).percent).toBeNull();
    expect(uptime({ ...emptyTally(), operational: MINUTE }).percent).toBe(100);
    expect(uptime(emptyTally())).toEqual({ percent: null, coverage: 1, downtimeMs: 0 });
  });
});

describe("formatUptime", () => {
  it("never rounds up, prints 100 only without downtime and 0 only without uptime", () => {
    fc.assert(
      fc.property(sums, weights, fc.integer({ min: 1, max: 4 }), (all, by, digits) => {
        const { percent, downtimeMs: down } = uptime(all, by);
        if (percent === null) return;
        const printed = formatUptime(percent, digits);
        expect(printed === "100").toBe(down === 0);
        expect(Number(printed) === 0).toBe(percent === 0);
        if (percent > 10 ** -digits) expect(Number(printed)).toBeLessThanOrEqual(percent + 1e-7);
        expect(printed).toMatch(printed === "100" ? /^100$/ : new RegExp(`^\\d{1,2}\\.\\d{${digits}}$`));
      }),
    );
  });

  it("cuts off a millisecond in ten years", () => {
    expect(formatUptime(100 * (1 - 1 / (3650 * DAY)))).toBe("99.99");
    expect(formatUptime(100 * (1 - 0.3 / (3650 * DAY)))).toBe("99.99");
    expect(formatUptime(100 / (3650 * DAY))).toBe("0.01");
  });

  it("prints what is exact as it is, whatever the binary fraction says", () => {
    for (let hundredths = 1; hundredths < 10_000; hundredths += 1) {
      expect(formatUptime(hundredths / 100)).toBe((hundredths / 100).toFixed(2));
    }
  });
});
