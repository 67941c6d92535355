import fc from "fast-check";
import { expect, it } from "vitest";
import { COMPONENT_STATUSES, IMPACT_STATUSES, severity, worstStatus } from "./status.ts";

it("orders statuses from operational to major outage, maintenance being milder than any fault", () => {
  const worsening = [
    "operational",
    "under_maintenance",
    "degraded_performance",
    "partial_outage",
    "major_outage",
  ] as const;
  expect(worsening.map(severity)).toEqual([0, 1, 2, 3, 4]);
  expect(IMPACT_STATUSES.map(severity)).toEqual([0, 2, 3, 4]);
});

it("finds the worst of any statuses, and operational where there are none", () => {
  expect(worstStatus([])).toBe("operational");
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...COMPONENT_STATUSES), { minLength: 1 }), (statuses) => {
      expect(severity(worstStatus(statuses))).toBe(Math.max(...statuses.map(severity)));
    }),
  );
});
