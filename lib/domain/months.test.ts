import { expect, it } from "vitest";
import { HOUR } from "./instant.ts";
import { calendarMonth, calendarMonths, monthAfter, monthOf } from "./months.ts";

it("begins and ends months at the zone's midnights, across its changes of clocks", () => {
  const october = calendarMonth("2026-10", "Europe/Berlin");
  expect(new Date(october.startedAt).toISOString()).toBe("2026-09-30T22:00:00.000Z");
  expect(october.endedAt - october.startedAt).toBe((31 * 24 + 1) * HOUR);
  expect(monthOf(october.endedAt - 1, "Europe/Berlin")).toBe("2026-10");
  expect(monthOf(october.endedAt, "Europe/Berlin")).toBe("2026-11");
});

it("counts months over the year's end, without a gap", () => {
  expect([monthAfter("2026-01", -1), monthAfter("2026-12", 1)]).toEqual(["2025-12", "2027-01"]);
  const months = calendarMonths("America/Sao_Paulo", Date.UTC(2026, 1, 10), 12);
  expect(months.map((one) => one.month)).toEqual([
    "2025-03",
    ...months.slice(1, 11).map((one) => one.month),
    "2026-02",
  ]);
  expect(months.slice(1).map((one) => one.startedAt)).toEqual(months.slice(0, -1).map((one) => one.endedAt));
});
