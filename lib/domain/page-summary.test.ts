import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pageSummary } from "./page-summary.ts";
import { COMPONENT_STATUSES, type EffectiveStatus, severity } from "./status.ts";

const page = (statuses: Record<string, EffectiveStatus>, maintenance: string | null = null) =>
  pageSummary(
    Object.entries(statuses).map(([name, status]) => ({ name, status })),
    maintenance,
  );
const told = (...of: Parameters<typeof page>) => {
  const { tone, headline } = page(...of);
  return `${tone}: ${headline}`;
};

describe("pageSummary", () => {
  it("says that all is well when it is known to be", () => {
    expect(told({ API: "operational", Web: "operational" })).toBe("operational: All systems operational");
    expect(told({})).toBe("operational: Nothing is watched yet");
  });

  it("names the component when only one is affected, and how badly", () => {
    expect(told({ API: "degraded_performance", Web: "operational" })).toBe("degraded_performance: API is degraded");
    expect(told({ API: "partial_outage" })).toBe("partial_outage: API is partially unavailable");
    expect(told({ API: "major_outage" })).toBe("major_outage: API is unavailable");
  });

  it("counts them when several are, in the colour of the worst", () => {
    const statuses = { API: "degraded_performance", Web: "major_outage", DB: "operational", Mail: "unknown" } as const;
    expect(page(statuses)).toMatchObject({
      tone: "major_outage",
      headline: "2 of 4 components affected",
      affected: 2,
      total: 4,
    });
  });

  it("tells of maintenance by its title, and never over an outage", () => {
    expect(told({ API: "under_maintenance", Web: "operational" }, "New disks")).toBe(
      "under_maintenance: Scheduled maintenance in progress: New disks",
    );
    expect(told({ API: "under_maintenance" })).toBe("under_maintenance: Scheduled maintenance in progress");
    expect(told({ API: "under_maintenance", Web: "major_outage" }, "New disks")).toBe(
      "major_outage: Web is unavailable",
    );
  });

  it("says what cannot be measured", () => {
    expect(told({ API: "unknown", Web: "operational" })).toBe("unknown: We cannot measure API right now");
    expect(told({ API: "unknown", Web: "unknown", DB: "under_maintenance" })).toBe(
      "unknown: We cannot measure 2 of 3 components right now",
    );
  });

  it("carries Statuspage's words for machines", () => {
    expect(page({ API: "degraded_performance" })).toMatchObject({
      indicator: "minor",
      description: "Partially Degraded Service",
    });
  });

  it("is never better than its worst component, and green only when every one is known to be well", () => {
    const statuses = fc.array(fc.constantFrom<EffectiveStatus>(...COMPONENT_STATUSES, "unknown"), { minLength: 1 });
    fc.assert(
      fc.property(statuses, (all) => {
        const { tone } = pageSummary(
          all.map((status, i) => ({ name: `C${i}`, status })),
          null,
        );
        expect(tone === "operational").toBe(all.every((status) => status === "operational"));
        const failing = all.flatMap((status) =>
          status === "unknown" || severity(status) < 2 ? [] : [severity(status)],
        );
        if (failing.length > 0) expect(tone).toBe(COMPONENT_STATUSES[Math.max(...failing)]);
      }),
    );
  });
});
