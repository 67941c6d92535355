import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AggregateRule, ANY, aggregate, type Member } from "./aggregate.ts";
import { COMPONENT_STATUSES, type ComponentStatus, type EffectiveStatus, severity, worstStatus } from "./status.ts";

const known = fc.constantFrom<ComponentStatus>(...COMPONENT_STATUSES);
const named = (statuses: readonly EffectiveStatus[]): Member[] =>
  statuses.map((status, i) => ({ id: `m${i}`, status }));
const some = fc.array(known, { minLength: 1, maxLength: 6 }).map(named);
const rule: fc.Arbitrary<AggregateRule> = fc.oneof(
  fc.constant<AggregateRule>({ kind: "any" }),
  fc.constant<AggregateRule>({ kind: "all" }),
  fc.record({ kind: fc.constant("quorum" as const), needed: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    kind: fc.constant("weighted" as const),
    weights: fc.dictionary(fc.constantFrom("m0", "m1", "m2", "m3"), fc.integer({ min: 0, max: 5 })),
  }),
);
const rank = (members: readonly Member[], by: AggregateRule) => severity(aggregate(by, members) as ComponentStatus);

describe("members together", () => {
  it("are what all of them are, by every rule", () => {
    fc.assert(
      fc.property(rule, known, fc.integer({ min: 1, max: 6 }), (by, status, count) => {
        expect(aggregate(by, named(Array(count).fill(status)))).toBe(status);
      }),
    );
  });

  it("never get better when one of them gets worse", () => {
    fc.assert(
      fc.property(rule, some, fc.nat(), known, (by, members, at, status) => {
        const i = at % members.length;
        const changed = members.map((one, j) => (j === i ? { ...one, status } : one));
        const isWorse = severity(status) >= severity(members[i]?.status as ComponentStatus);
        const [before, after] = [rank(members, by), rank(changed, by)];
        // Planned work counts as capacity that is there: by weight it is as good as working.
        if (by.kind === "weighted")
          expect(Math.sign(Math.max(after, 1) - Math.max(before, 1)) * (isWorse ? 1 : -1)).toBeGreaterThanOrEqual(0);
        else expect(isWorse ? after >= before : after <= before).toBe(true);
      }),
    );
  });

  it("are the worst of them when each is needed, the best when one is enough, and between them with a quorum", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 6 }), (members, needed) => {
        const quorum = rank(members, { kind: "quorum", needed });
        expect(aggregate(ANY, members)).toBe(worstStatus(members.map((one) => one.status as ComponentStatus)));
        expect(rank(members, { kind: "all" })).toBeLessThanOrEqual(quorum);
        expect(quorum).toBeLessThanOrEqual(rank(members, ANY));
      }),
    );
  });

  it("work while a quorum of them works", () => {
    const of = (...statuses: EffectiveStatus[]) => aggregate({ kind: "quorum", needed: 2 }, named(statuses));
    expect(of("operational", "operational", "major_outage")).toBe("operational");
    expect(of("operational", "degraded_performance", "major_outage")).toBe("degraded_performance");
    expect(of("operational", "major_outage", "major_outage")).toBe("major_outage");
  });

  it("are judged by the share that is lost when they have weights", () => {
    const of = (...statuses: EffectiveStatus[]) =>
      aggregate({ kind: "weighted", weights: { m0: 3, m1: 1 } }, named(statuses));
    expect(of("operational", "major_outage")).toBe("degraded_performance");
    expect(of("major_outage", "operational")).toBe("partial_outage");
    expect(of("major_outage", "major_outage")).toBe("major_outage");
    expect(of("operational", "operational")).toBe("operational");
  });

  it("are operational only when nothing that is not known could say otherwise", () => {
    fc.assert(
      fc.property(
        rule,
        fc.array(fc.constantFrom<EffectiveStatus>(...COMPONENT_STATUSES, "unknown")),
        (by, statuses) => {
          const members = named(statuses);
          const together = aggregate(by, members);
          const asIf = (status: ComponentStatus) =>
            aggregate(
              by,
              members.map((one) => (one.status === "unknown" ? { ...one, status } : one)),
            );
          if (together === "operational")
            for (const status of COMPONENT_STATUSES) expect(asIf(status)).toBe("operational");
          else expect(asIf("operational")).toBe(together === "unknown" ? "operational" : together);
        },
      ),
    );
    expect(aggregate({ kind: "all" }, named(["operational", "unknown"]))).toBe("operational");
    expect(aggregate(ANY, named(["operational", "unknown"]))).toBe("unknown");
    expect(aggregate(ANY, named(["major_outage", "unknown"]))).toBe("major_outage");
    expect(aggregate(ANY, [])).toBe("operational");
  });
});
