import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DampingRules, isFlapping, observe, type Signal, type SignalChange } from "./damping.ts";
import { MINUTE, SECOND } from "./instant.ts";
import type { Observation } from "./observation.ts";
import { IMPACT_STATUSES, type ImpactStatus, severity } from "./status.ts";

const RULES: DampingRules = { downAfter: 3, upAfter: 2, staleAfterMs: 60 * SECOND };
const STEP = 10 * SECOND;
const OK = "operational";
const SLOW = "degraded_performance";
const PART = "partial_outage";
const DOWN = "major_outage";

function seen(at: number, status: ImpactStatus | null, more: Partial<Observation> = {}): Observation {
  const cause = status === null || status === OK ? null : "conn.refused";
  return { at, status, cause, confirmed: false, latencyMs: null, facts: {}, ...more };
}

/** Observations ten seconds apart, beginning with t=0, and every change they made. */
function run(observations: (ImpactStatus | null | Observation)[], rules = RULES) {
  let signal: Signal | null = null;
  const changes: SignalChange[] = [];
  observations.forEach((one, i) => {
    const observation = one !== null && typeof one === "object" ? one : seen(i * STEP, one);
    const { signal: next, change } = observe(signal, observation, rules);
    signal = next;
    if (change) changes.push(change);
  });
  return {
    signal: signal as Signal | null,
    changes,
    told: changes.map((change) => `${change.status}@${change.since / STEP}`),
  };
}

describe("observe", () => {
  it("V15: three failures in a row make an outage that began with the first of them", () => {
    const { told, signal } = run([OK, DOWN, DOWN, DOWN]);
    expect(told).toEqual(["operational@0", "major_outage@1"]);
    expect(signal).toMatchObject({ state: "failing", status: DOWN, since: STEP, cause: "conn.refused" });
  });

  it("V15: the same from the very first observation on", () => {
    expect(run([DOWN, DOWN]).told).toEqual([]);
    expect(run([DOWN, DOWN, DOWN]).told).toEqual(["major_outage@0"]);
  });

  it("says nothing of fewer failures, and begins to count anew", () => {
    const { told, signal } = run([OK, DOWN, DOWN, OK, DOWN, DOWN]);
    expect(told).toEqual(["operational@0"]);
    expect(signal).toMatchObject({ state: "suspect", status: OK });
  });

  it("damps the way back just so", () => {
    expect(run([DOWN, DOWN, DOWN, OK]).signal?.state).toBe("recovering");
    expect(run([DOWN, DOWN, DOWN, OK, DOWN, OK]).told).toEqual(["major_outage@0"]);
    expect(run([DOWN, DOWN, DOWN, OK, OK]).told).toEqual(["major_outage@0", "operational@3"]);
  });

  it("damps a change between two failing statuses, in both directions", () => {
    const slow = [SLOW, SLOW, SLOW] as const;
    expect(run([...slow, DOWN, DOWN]).told).toEqual(["degraded_performance@0"]);
    expect(run([...slow, DOWN, DOWN, DOWN]).told).toEqual(["degraded_performance@0", "major_outage@3"]);
    expect(run([DOWN, DOWN, DOWN, SLOW, SLOW]).told).toEqual(["major_outage@0", "degraded_performance@3"]);
    expect(run([...slow, DOWN]).signal?.state).toBe("failing");
  });

  it("goes as far as all observations of the row agree, and further as soon as they do", () => {
    expect(run([OK, SLOW, DOWN, DOWN]).told).toEqual(["operational@0", "degraded_performance@1"]);
    expect(run([OK, SLOW, DOWN, DOWN, DOWN]).told).toEqual([
      "operational@0",
      "degraded_performance@1",
      "major_outage@2",
    ]);
    expect(run([DOWN, DOWN, DOWN, OK, PART]).told).toEqual(["major_outage@0", "partial_outage@3"]);
  });

  it("is not fooled by failures that change their face each time", () => {
    const faces = ["conn.timeout", "conn.refused", "conn.reset", "conn.timeout"];
    const failures = faces.map((cause, i) => seen((i + 1) * STEP, DOWN, { cause }));
    expect(run([OK, ...failures]).told).toEqual(["operational@0", "major_outage@1"]);
  });

  it("tells a new cause of the same status once it has settled", () => {
    const loading = [3, 4, 5].map((i) => seen(i * STEP, DOWN, { cause: "state.loading" }));
    const { changes } = run([DOWN, DOWN, DOWN, ...loading]);
    expect(changes.map((change) => change.cause)).toEqual(["conn.refused", "state.loading"]);
    expect(changes[1]?.since).toBe(3 * STEP);
    expect(run([DOWN, DOWN, DOWN, ...loading.slice(1)]).changes).toHaveLength(1);
    const mixed = loading.with(1, seen(4 * STEP, DOWN, { cause: "conn.timeout" }));
    expect(run([DOWN, DOWN, DOWN, ...mixed]).changes).toHaveLength(1);
  });

  it("believes at once what the probe has confirmed, in both directions", () => {
    const down = seen(STEP, DOWN, { confirmed: true });
    const back = seen(2 * STEP, OK, { confirmed: true });
    expect(run([OK, down, back]).told).toEqual(["operational@0", "major_outage@1", "operational@2"]);
    expect(run([seen(0, DOWN, { confirmed: true })]).told).toEqual(["major_outage@0"]);
  });

  it("lets a confirmed change begin with the doubts that led to it", () => {
    expect(run([OK, DOWN, seen(2 * STEP, DOWN, { confirmed: true })]).told).toEqual([
      "operational@0",
      "major_outage@1",
    ]);
  });

  it("takes the probe's word for when it began, yet not from before the last change", () => {
    const early = seen(2 * STEP, DOWN, { confirmed: true, since: 1.5 * STEP });
    expect(run([OK, OK, early]).told[1]).toBe("major_outage@1.5");
    const tooEarly = seen(STEP, DOWN, { confirmed: true, since: -STEP });
    expect(run([OK, tooEarly]).told[1]).toBe("major_outage@0");
    const future = seen(STEP, DOWN, { confirmed: true, since: 9 * STEP });
    expect(run([OK, future]).told[1]).toBe("major_outage@1");
  });

  it("leaves everything as it is when an observation could not be judged", () => {
    expect(run([null]).signal).toBeNull();
    expect(run([OK, DOWN, null, DOWN, null, DOWN]).told).toEqual(["operational@0", "major_outage@1"]);
    expect(run([OK, null]).signal).toEqual(run([OK]).signal);
  });
});

describe("observe, after a gap", () => {
  const late = 100 * STEP;

  it("is well at once, and says from when on nothing is known", () => {
    expect(run([OK, OK, seen(late, OK)]).changes[1]).toEqual({ status: OK, cause: null, since: late, staleFrom: STEP });
    expect(run([DOWN, DOWN, DOWN, seen(late, OK)]).changes[1]).toMatchObject({
      status: OK,
      since: late,
      staleFrom: 2 * STEP,
    });
  });

  it("goes on failing at once when it failed before", () => {
    expect(run([DOWN, DOWN, DOWN, seen(late, DOWN)]).changes[1]).toMatchObject({
      status: DOWN,
      since: late,
      staleFrom: 2 * STEP,
    });
  });

  it("does not call one failure an outage, and remembers the gap until it knows", () => {
    const failures = [0, 1, 2].map((i) => seen(late + i * STEP, DOWN));
    const first = run([OK, OK, ...failures.slice(0, 1)]);
    expect(first.changes).toHaveLength(1);
    expect(first.signal).toMatchObject({ status: null, state: "suspect", staleFrom: STEP });
    expect(run([OK, OK, ...failures]).changes[1]).toEqual({
      status: DOWN,
      cause: "conn.refused",
      since: late,
      staleFrom: STEP,
    });
    const relief = run([OK, OK, ...failures.slice(0, 2), seen(late + 2 * STEP, OK)]);
    expect(relief.changes[1]).toMatchObject({ status: OK, since: late + 2 * STEP, staleFrom: STEP });
    expect(relief.signal).not.toHaveProperty("staleFrom");
  });

  it("remembers the first gap when a second one follows", () => {
    const { changes } = run([OK, seen(late, DOWN), seen(3 * late, OK)]);
    expect(changes[1]).toEqual({ status: OK, cause: null, since: 3 * late, staleFrom: 0 });
  });

  it("is no gap up to the limit", () => {
    expect(run([OK, seen(RULES.staleAfterMs, OK)]).changes).toHaveLength(1);
    expect(run([OK, seen(RULES.staleAfterMs + 1, OK)]).changes).toHaveLength(2);
  });

  it("leaves no gap behind a monitor that never spoke", () => {
    expect(run([DOWN, seen(late, OK)]).changes).toEqual([{ status: OK, cause: null, since: late, staleFrom: null }]);
  });
});

describe("observe, for any observations", () => {
  const statuses = fc.constantFrom<ImpactStatus | null>(...IMPACT_STATUSES, null);
  const observations = fc
    .array(
      fc.record({
        wait: fc.integer({ min: 1, max: 90 * SECOND }),
        status: statuses,
        cause: fc.constantFrom("conn.refused", "conn.timeout"),
        confirmed: fc.boolean(),
        ago: fc.option(fc.nat(100 * SECOND)),
      }),
      { maxLength: 40 },
    )
    .map((steps) => {
      let at = 0;
      return steps.map(({ wait, status, cause, confirmed, ago }) => {
        at += wait;
        const more = ago === null ? {} : { since: at - ago };
        return seen(at, status, { confirmed, cause: status === OK ? null : cause, ...more });
      });
    });
  const rules = fc.record({
    downAfter: fc.integer({ min: 1, max: 4 }),
    upAfter: fc.integer({ min: 1, max: 4 }),
    staleAfterMs: fc.constant(60 * SECOND),
  });

  it("tells changes in order of time, each of them something new, and says what it told last", () => {
    fc.assert(
      fc.property(observations, rules, (all, by) => {
        let signal: Signal | null = null;
        let last: SignalChange | null = null;
        for (const observation of all) {
          const result = observe(signal, observation, by);
          signal = result.signal;
          const { change } = result;
          if (change === null) continue;
          expect(change.since).toBeLessThanOrEqual(observation.at);
          if (last) expect(change.since).toBeGreaterThanOrEqual(last.since);
          if (change.staleFrom !== null) expect(change.staleFrom).toBeLessThanOrEqual(change.since);
          else if (last) expect([change.status, change.cause]).not.toEqual([last.status, last.cause]);
          last = change;
        }
        if (signal?.status != null)
          expect(signal).toMatchObject({ status: last?.status, cause: last?.cause, since: last?.since });
      }),
      { numRuns: 500 },
    );
  });

  it("is plain JSON: a restart in between changes nothing", () => {
    fc.assert(
      fc.property(observations, rules, (all, by) => {
        let kept: Signal | null = null;
        let restored: Signal | null = null;
        for (const observation of all) {
          const a = observe(kept, observation, by);
          const b = observe(restored, observation, by);
          expect(b.change).toEqual(a.change);
          kept = a.signal;
          restored = JSON.parse(JSON.stringify(b.signal)) as Signal | null;
        }
      }),
    );
  });

  it("never stays better than the last observations in a row all were, nor worse", () => {
    const row = fc.array(fc.constantFrom(...IMPACT_STATUSES), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(row, rules, (all, by) => {
        const status = run(all, by).signal?.status ?? null;
        const latest = (count: number) => all.slice(-count).map(severity);
        if (status === null) {
          // Nothing but failures so far, and too few of them.
          expect(all).not.toContain(OK);
          expect(all.length).toBeLessThan(by.downAfter);
          return;
        }
        if (all.length >= by.downAfter)
          expect(severity(status)).toBeGreaterThanOrEqual(Math.min(...latest(by.downAfter)));
        if (all.length >= by.upAfter) expect(severity(status)).toBeLessThanOrEqual(Math.max(...latest(by.upAfter)));
      }),
      { numRuns: 500 },
    );
  });
});

describe("isFlapping", () => {
  it("is three changes within a minute", () => {
    expect(isFlapping([0, 20 * SECOND, MINUTE], MINUTE)).toBe(true);
    expect(isFlapping([0, 20 * SECOND, MINUTE + 1], MINUTE + 1)).toBe(false);
    expect(isFlapping([], 0)).toBe(false);
  });
});
