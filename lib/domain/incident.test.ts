import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currentImpacts, INCIDENT_STATUSES, impactOf, mayFollow, REOPEN_WITHIN_MS } from "./incident.ts";
import { COMPONENT_STATUSES, IMPACT_STATUSES } from "./status.ts";

describe("mayFollow", () => {
  const open = INCIDENT_STATUSES.filter((status) => status !== "resolved");

  it("lets an open incident go anywhere, forward and back", () => {
    for (const status of open) {
      for (const to of INCIDENT_STATUSES) expect(mayFollow({ status, resolvedAt: null }, to, 0)).toBe(true);
    }
  });

  it("lets a resolved one be reopened for seven days, and not be resolved twice", () => {
    const resolved = { status: "resolved", resolvedAt: 1_000 } as const;
    for (const to of open) {
      expect(mayFollow(resolved, to, 1_000 + REOPEN_WITHIN_MS)).toBe(true);
      expect(mayFollow(resolved, to, 1_001 + REOPEN_WITHIN_MS)).toBe(false);
    }
    expect(mayFollow(resolved, "resolved", 1_000)).toBe(false);
  });
});

describe("impactOf", () => {
  it("is the page's table over the affected components", () => {
    expect(impactOf([])).toBe("none");
    expect(impactOf(["operational", "operational"])).toBe("none");
    expect(impactOf(["degraded_performance"])).toBe("minor");
    expect(impactOf(["partial_outage", "operational"])).toBe("minor");
    expect(impactOf(["partial_outage"])).toBe("major");
    expect(impactOf(["major_outage", "degraded_performance"])).toBe("major");
    expect(impactOf(["major_outage", "major_outage"])).toBe("critical");
    expect(impactOf(["under_maintenance"])).toBe("none");
  });

  it("is what the operator says, if they say it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...COMPONENT_STATUSES)),
        (statuses) => impactOf(statuses, "minor") === "minor",
      ),
    );
  });
});

describe("currentImpacts", () => {
  const impacts = fc.dictionary(fc.constantFrom("api", "web", "db"), fc.constantFrom(...IMPACT_STATUSES));

  it("keeps for each component what the latest update that names it said", () => {
    fc.assert(
      fc.property(fc.array(impacts), (deltas) => {
        const current = currentImpacts(deltas.map((delta) => ({ impacts: delta })));
        for (const name of ["api", "web", "db"]) {
          expect(current[name]).toBe(deltas.findLast((delta) => delta[name] !== undefined)?.[name]);
        }
      }),
    );
  });

  it("makes all of them operational on resolving, and lets a reopening speak again", () => {
    const updates = [
      { status: "investigating", impacts: { api: "major_outage", web: "partial_outage" } },
      { status: "resolved", impacts: {} },
      { status: "investigating", impacts: { web: "degraded_performance" } },
    ] as const;
    expect(currentImpacts(updates.slice(0, 2))).toEqual({ api: "operational", web: "operational" });
    expect(currentImpacts(updates)).toEqual({ api: "operational", web: "degraded_performance" });
  });
});
