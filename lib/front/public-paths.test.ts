import { expect, it } from "vitest";
import { askedFor, FIRST_PAGE } from "./public-paths.ts";

const keyOf = (path: string, query = "") => askedFor(path, query)?.key;

it.each([
  "/",
  "/incidents/abc123def456",
  "/maintenance/abc123def456",
  "/components/task-queue",
  "/history",
  "/history/2026-11",
  "/history/2026-11/components/task-queue/incidents",
  "/uptime.csv",
  "/api/v2/summary.json",
  "/api/v2/incidents/abc123def456.json",
  "/history.atom",
  "/badge.svg",
])("%s is answered from memory, whatever its query", (path) => {
  expect(keyOf(path)).toBe(path);
  expect(keyOf(path, "x=1&component=a")).toBe(path);
});

it("makes a document per component of feeds, calendar and badges alone", () => {
  expect(keyOf("/badge.svg", "component=task-queue")).toBe("/badge.svg?component=task-queue");
  expect(keyOf("/history", "component=task-queue")).toBe("/history");
  for (const odd of ["component=", "component=A", "component=a&x=1", "component=a%20b", `component=${"a".repeat(81)}`])
    expect(keyOf("/badge.svg", odd)).toBe("/badge.svg");
});

it.each([
  "/console",
  "/incidents/ABC123DEF456",
  "/incidents/abc123def4567",
  "/incidents/abc123def456/",
  "/components/-a",
  "/components/a--b",
  `/components/${"a".repeat(81)}`,
  "/history/2026-13",
  "/history/2026-11/incidents/maintenance",
  `/history/2026-11/components/${"a".repeat(81)}`,
  "/api/v1/incidents",
  "/subscriptions/abc",
  "//",
])("%s is not", (path) => {
  expect(keyOf(path)).toBeUndefined();
});

it("knows the first page by the same key", () => {
  expect(askedFor("/", "")).toEqual(FIRST_PAGE);
});
