import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "#lib/domain/instant.ts";
import { pastDays } from "./past-days.ts";
import { NOW } from "./test-snapshot.ts";

const past = (id: string, startedAt: number, resolvedAt: number) => ({
  id,
  title: id,
  startedAt,
  resolvedAt,
  impact: "minor" as const,
});

it("tells a quiet fortnight in one line", () => {
  expect(pastDays([], [], "UTC", NOW, 14)).toEqual([{ kind: "calm", from: "2026-11-10", to: "2026-11-23" }]);
});

it("puts an incident between the calm days around it", () => {
  const one = past("a", NOW - 5 * DAY, NOW - 5 * DAY + MINUTE);
  expect(pastDays([one], [], "UTC", NOW, 14)).toEqual([
    { kind: "calm", from: "2026-11-19", to: "2026-11-23" },
    { kind: "incident", incident: one },
    { kind: "calm", from: "2026-11-10", to: "2026-11-17" },
  ]);
});

it("calls no day calm that an incident touched", () => {
  const long = past("a", NOW - 5 * DAY, NOW - 3 * DAY);
  const lines = pastDays([long], [{ startedAt: NOW - DAY, resolvedAt: null }], "UTC", NOW, 14);
  expect(lines).toEqual([
    { kind: "calm", from: "2026-11-21", to: "2026-11-21" },
    { kind: "incident", incident: long },
    { kind: "calm", from: "2026-11-10", to: "2026-11-17" },
  ]);
});

it("keeps the day of the page's zone", () => {
  // 23:30 UTC on the 20th is the 21st in Auckland.
  const at = Date.UTC(2026, 10, 20, 23, 30);
  const lines = pastDays([past("a", at, at + MINUTE)], [], "Pacific/Auckland", NOW, 14);
  expect(lines[0]).toEqual({ kind: "calm", from: "2026-11-22", to: "2026-11-24" });
});

it("loses no incident that ended within 14 times 24 hours, and none twice", () => {
  const edge = past("edge", NOW - 14 * DAY - HOUR, NOW - 14 * DAY + MINUTE);
  const twice = [past("b", NOW - 2 * DAY, NOW - 2 * DAY + HOUR), past("c", NOW - 2 * DAY, NOW - 2 * DAY + 2 * HOUR)];
  const told = pastDays([edge, ...twice], [], "UTC", NOW, 14).flatMap((line) =>
    line.kind === "incident" ? [line.incident.id] : [],
  );
  expect(told).toEqual(["c", "b", "edge"]);
});
