import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAINTENANCE_STATUSES, maintenanceStatus } from "./maintenance.ts";

const WINDOW = { startsAt: 100, endsAt: 200, publishedAt: 50, cancelledAt: null, completedAt: null };

describe("maintenanceStatus", () => {
  it("follows the clock, whether or not anything of ours runs", () => {
    expect([99, 100, 199, 200, 10_000].map((now) => maintenanceStatus(WINDOW, now))).toEqual([
      "scheduled",
      "in_progress",
      "in_progress",
      "verifying",
      "verifying",
    ]);
  });

  it("is a draft until it is published, also when that is yet to come", () => {
    expect(maintenanceStatus({ ...WINDOW, publishedAt: null }, 150)).toBe("draft");
    expect(maintenanceStatus(WINDOW, 49)).toBe("draft");
    expect(maintenanceStatus(WINDOW, 50)).toBe("scheduled");
  });

  it("is completed only when somebody or the components' health has said so, early or late", () => {
    expect(maintenanceStatus({ ...WINDOW, completedAt: 150 }, 160)).toBe("completed");
    expect(maintenanceStatus({ ...WINDOW, completedAt: 250 }, 260)).toBe("completed");
  });

  it("stays cancelled", () => {
    expect(maintenanceStatus({ ...WINDOW, cancelledAt: 120, completedAt: 150 }, 160)).toBe("cancelled");
  });

  it("never goes back while the clock goes on", () => {
    const instant = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(instant, instant, instant, instant, instant, (startsAt, length, publishedAt, now, later) => {
        const window = { ...WINDOW, startsAt, endsAt: startsAt + length, publishedAt };
        const at = (instant: number) => MAINTENANCE_STATUSES.indexOf(maintenanceStatus(window, instant));
        expect(at(now + later)).toBeGreaterThanOrEqual(at(now));
      }),
    );
  });
});
