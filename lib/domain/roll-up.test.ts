import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollUp } from "./roll-up.ts";
import { COMPONENT_STATUSES, type EffectiveStatus } from "./status.ts";

const OK = "operational";
const SLOW = "degraded_performance";
const PART = "partial_outage";
const DOWN = "major_outage";
const PLANNED = "under_maintenance";

describe("rollUp", () => {
  it.each<[EffectiveStatus[], string, string]>([
    [[], "none", "All Systems Operational"],
    [[OK, OK], "none", "All Systems Operational"],
    [[DOWN], "critical", "Major System Outage"],
    [[DOWN, DOWN], "critical", "Major System Outage"],
    [[DOWN, OK], "major", "Partial System Outage"],
    [[DOWN, PART], "major", "Partial System Outage"],
    [[DOWN, PLANNED], "major", "Partial System Outage"],
    [[PART, PART], "major", "Partial System Outage"],
    [[PART, OK], "minor", "Minor Service Outage"],
    [[PART, SLOW], "minor", "Minor Service Outage"],
    [[SLOW, SLOW], "minor", "Degraded System Service"],
    [[SLOW], "minor", "Partially Degraded Service"],
    [[SLOW, PLANNED], "minor", "Partially Degraded Service"],
    [[PLANNED, OK], "maintenance", "Service Under Maintenance"],
    [[PLANNED], "maintenance", "Service Under Maintenance"],
    [["unknown", OK], "none", "All Systems Operational"],
  ])("%j is %s: %s", (statuses, indicator, description) => {
    expect(rollUp(statuses)).toEqual({ indicator, description });
  });

  it("does not depend on the order of components", () => {
    const statuses = fc.array(fc.constantFrom<EffectiveStatus>(...COMPONENT_STATUSES, "unknown"));
    fc.assert(
      fc.property(statuses, (all) => {
        expect(rollUp(all.toReversed())).toEqual(rollUp(all));
      }),
    );
  });
});
