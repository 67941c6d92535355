import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveStatus } from "./effective-status.ts";
import { type History, type PlannedWindow, type Slice, type Stretch, slices } from "./slices.ts";
import { COMPONENT_STATUSES, type ComponentStatus, type EffectiveStatus, worstStatus } from "./status.ts";

const EMPTY: History = { monitoredSince: 0, monitors: [], signals: [], baseline: [], incidents: [], maintenances: [] };
const stretch = (source: string, status: EffectiveStatus, startedAt: number, endedAt: number | null): Stretch => ({
  source,
  status,
  startedAt,
  endedAt,
});
/** "status@from" for each slice: short to read in an assertion. */
const told = (history: Partial<History>, from = 0, to = 100) =>
  slices({ ...EMPTY, ...history }, from, to).map((slice) => `${slice.status}@${slice.startedAt}`);

describe("slices", () => {
  it("is one operational slice for a component nobody says anything of", () => {
    expect(told({})).toEqual(["operational@0"]);
  });

  it("is empty before the component was watched, and for an empty window", () => {
    expect(told({ monitoredSince: 100 })).toEqual([]);
    expect(told({}, 50, 50)).toEqual([]);
    expect(slices({ ...EMPTY, monitoredSince: 40 }, 0, 100)).toEqual([
      { startedAt: 40, endedAt: 100, status: "operational" },
    ]);
  });

  it("follows the operator's baseline where no monitor speaks", () => {
    expect(told({ baseline: [stretch("c", "degraded_performance", 10, 20)] })).toEqual([
      "operational@0",
      "degraded_performance@10",
      "operational@20",
    ]);
  });

  it("counts gaps in a monitor's stretches as unknown, also with another monitor being well", () => {
    const signals = [
      stretch("a", "operational", 0, 30),
      stretch("a", "operational", 50, null),
      stretch("b", "operational", 0, null),
    ];
    expect(told({ monitors: ["a", "b"], signals })).toEqual(["operational@0", "unknown@30", "operational@50"]);
  });

  it("tells of an outage that one monitor sees while another is silent", () => {
    const signals = [
      stretch("a", "operational", 0, 30),
      stretch("b", "major_outage", 20, 40),
      stretch("b", "operational", 40, null),
    ];
    expect(told({ monitors: ["a", "b"], signals })).toEqual(["operational@0", "major_outage@20", "unknown@40"]);
  });

  it("keeps a written stretch of unknown, and what a second monitor finds in it", () => {
    const signals = [
      stretch("a", "operational", 0, 30),
      stretch("a", "unknown", 30, 60),
      stretch("a", "operational", 60, null),
    ];
    const outage = stretch("b", "partial_outage", 40, 50);
    expect(told({ monitors: ["a"], signals: [...signals, outage] })).toEqual([
      "operational@0",
      "unknown@30",
      "partial_outage@40",
      "unknown@50",
      "operational@60",
    ]);
  });

  it("is unknown when monitors are set up and none has ever spoken", () => {
    expect(told({ monitors: ["a"] })).toEqual(["unknown@0"]);
  });

  it("does not rewrite the past when a monitor is added", () => {
    const signals = [stretch("a", "operational", 0, null), stretch("b", "operational", 70, null)];
    expect(told({ monitors: ["a", "b", "c"], signals })).toEqual(["operational@0"]);
  });

  it("keeps what the operator said before the first monitor came", () => {
    const history = {
      monitors: ["a"],
      signals: [stretch("a", "operational", 60, null)],
      baseline: [stretch("c", "operational", 0, 20), stretch("c", "partial_outage", 20, 50)],
    };
    expect(told(history)).toEqual(["operational@0", "partial_outage@20", "unknown@50", "operational@60"]);
  });

  it("does not forget what a monitor found that has been removed since", () => {
    const signals = [
      stretch("old", "operational", 0, 20),
      stretch("old", "major_outage", 20, 30),
      stretch("old", "operational", 40, 50),
    ];
    expect(told({ signals })).toEqual(["operational@0", "major_outage@20", "unknown@30", "operational@40"]);
  });

  it("counts a window that was announced late only from its announcement, unless it is exempt", () => {
    const window = { startsAt: 20, endsAt: 60, publishedAt: 50, status: "under_maintenance" } as const;
    expect(told({ maintenances: [{ ...window, exemptReason: null }] })).toEqual([
      "operational@0",
      "under_maintenance@50",
      "operational@60",
    ]);
    expect(told({ maintenances: [{ ...window, exemptReason: "Vendor's emergency" }] })).toEqual([
      "operational@0",
      "under_maintenance@20",
      "operational@60",
    ]);
    expect(told({ maintenances: [{ ...window, publishedAt: 70, exemptReason: null }] })).toEqual(["operational@0"]);
  });

  it("takes the worst where stretches of one source overlap", () => {
    const incidents = [stretch("i", "degraded_performance", 10, 60), stretch("i", "major_outage", 20, 30)];
    expect(told({ incidents })).toEqual([
      "operational@0",
      "degraded_performance@10",
      "major_outage@20",
      "degraded_performance@30",
      "operational@60",
    ]);
  });

  it("costs no more than its changes: ten years of flapping in one sweep", () => {
    const signals = Array.from({ length: 100_000 }, (_, i) =>
      stretch("a", i % 2 === 0 ? "operational" : "major_outage", i * 10, i * 10 + 10),
    );
    expect(slices({ ...EMPTY, monitors: ["a"], signals }, 0, 1_000_000)).toHaveLength(100_000);
  });
});

describe("slices, for any history", () => {
  const END = 60;
  const at = fc.integer({ min: -10, max: END + 10 });
  const status = fc.constantFrom<EffectiveStatus>(...COMPONENT_STATUSES, "unknown");
  const stretches = (sources: string[], of: fc.Arbitrary<EffectiveStatus>) =>
    fc.array(fc.record({ source: fc.constantFrom(...sources), status: of, startedAt: at, endedAt: fc.option(at) }), {
      maxLength: 8,
    });
  const known = fc.constantFrom<ComponentStatus>(...COMPONENT_STATUSES);
  const windows: fc.Arbitrary<PlannedWindow[]> = fc.array(
    fc.record({
      startsAt: at,
      endsAt: at,
      publishedAt: at,
      status: known,
      exemptReason: fc.option(fc.constant("agreed")),
    }),
    { maxLength: 4 },
  );
  const histories: fc.Arbitrary<History> = fc.record({
    monitoredSince: at,
    monitors: fc.subarray(["a", "b", "c"]),
    signals: stretches(["a", "b", "c"], status),
    baseline: stretches(["component"], known),
    incidents: stretches(["i", "j"], known),
    maintenances: windows,
  });

  it("covers the watched part of the window once, in order, with a change at every cut", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const cut = slices(history, 0, END);
        const start = Math.max(0, history.monitoredSince);
        expect(cut[0]?.startedAt).toBe(start < END ? start : undefined);
        expect(cut.at(-1)?.endedAt).toBe(start < END ? END : undefined);
        cut.forEach((slice, i) => {
          expect(slice.endedAt).toBeGreaterThan(slice.startedAt);
          if (i === 0) return;
          expect(slice.startedAt).toBe(cut[i - 1]?.endedAt);
          expect(slice.status).not.toBe(cut[i - 1]?.status);
        });
      }),
    );
  });

  it("says at every instant what the rules say of that instant alone", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const cut = slices(history, 0, END);
        for (let now = Math.max(0, history.monitoredSince); now < END; now += 1)
          expect(during(cut, now)).toBe(statusAt(history, now));
      }),
      { numRuns: 400 },
    );
  });

  it("says the same of an instant whatever window is asked for", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: END - 1 }), (history, from) => {
        const whole = slices(history, 0, END);
        for (const slice of slices(history, from, END)) expect(slice.status).toBe(during(whole, slice.startedAt));
      }),
    );
  });
});

function during(cut: Slice[], now: number): EffectiveStatus | undefined {
  return cut.find((slice) => slice.startedAt <= now && now < slice.endedAt)?.status;
}

/** The rules of features.md §5.4 for one instant, without any sweep. */
function statusAt(history: History, now: number): EffectiveStatus {
  const open = (all: readonly Stretch[]) => all.filter((one) => covers(one.startedAt, one.endedAt, now));
  const known = (all: readonly Stretch[]) => open(all).flatMap((one) => (one.status === "unknown" ? [] : [one.status]));
  const windows = history.maintenances.filter((one) =>
    covers(one.exemptReason === null ? Math.max(one.startsAt, one.publishedAt) : one.startsAt, one.endsAt, now),
  );
  const onDuty = ["a", "b", "c"].filter((monitor) => {
    const own = history.signals.filter(
      (one) => one.source === monitor && (one.endedAt === null || one.endedAt > one.startedAt),
    );
    const isOver =
      !history.monitors.includes(monitor) && own.every((one) => one.endedAt !== null && one.endedAt <= now);
    return own.some((one) => one.startedAt <= now) && !isOver;
  });
  let base: EffectiveStatus = worstStatus(known(history.signals));
  if (onDuty.length === 0)
    base =
      open(history.baseline).length > 0 || history.monitors.length === 0
        ? worstStatus(known(history.baseline))
        : "unknown";
  else if (base === "operational") {
    const isHeard = (monitor: string) => {
      const own = open(history.signals).filter((one) => one.source === monitor);
      return own.length > 0 && own.every((one) => one.status !== "unknown");
    };
    if (!onDuty.every(isHeard)) base = "unknown";
  }
  return effectiveStatus({ base, maintenance: windows.map((one) => one.status), incidents: known(history.incidents) });
}

function covers(startedAt: number, endedAt: number | null, now: number): boolean {
  return startedAt <= now && (endedAt === null || now < endedAt);
}

describe("slices by a rule", () => {
  const signals = [
    stretch("a", "operational", 0, null),
    stretch("b", "operational", 0, 20),
    stretch("b", "major_outage", 20, 60),
    stretch("b", "operational", 60, null),
  ];

  it("count from the instant somebody chose the rule: what was judged before stays", () => {
    const monitors = ["a", "b"];
    expect(told({ monitors, signals })).toEqual(["operational@0", "major_outage@20", "operational@60"]);
    expect(told({ monitors, signals, rules: [{ from: 40, rule: { kind: "all" } }] })).toEqual([
      "operational@0",
      "major_outage@20",
      "operational@40",
    ]);
    const quorum = { from: 0, rule: { kind: "quorum", needed: 2 } } as const;
    expect(told({ monitors, signals, rules: [quorum] })).toEqual([
      "operational@0",
      "major_outage@20",
      "operational@60",
    ]);
  });

  it("say the same by the rule any as without a rule, and by weights what the share is", () => {
    const monitors = ["a", "b"];
    const silent = [...signals.slice(0, 3), stretch("b", "unknown", 70, 80), stretch("b", "operational", 80, null)];
    const weighted = { from: 0, rule: { kind: "weighted", weights: { a: 1, b: 1 } } } as const;
    expect(told({ monitors, signals: silent, rules: [weighted, { from: 0, rule: { kind: "any" } }] })).toEqual(
      told({ monitors, signals: silent }),
    );
    expect(told({ monitors, signals: silent, rules: [weighted] })).toEqual([
      "operational@0",
      "partial_outage@20",
      "unknown@60",
      "operational@80",
    ]);
  });

  it("hold what is needed against the component, but not while its own planned work is on", () => {
    const needs = [stretch("parent", "major_outage", 10, 50)];
    const window = {
      startsAt: 20,
      endsAt: 30,
      publishedAt: 0,
      status: "under_maintenance",
      exemptReason: null,
    } as const;
    expect(told({ monitors: ["a"], signals: signals.slice(0, 1), needs, maintenances: [window] })).toEqual([
      "operational@0",
      "major_outage@10",
      "under_maintenance@20",
      "major_outage@30",
      "operational@50",
    ]);
  });
});
