import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { SystemState } from "#lib/keep/system.ts";
import type { OutboxSummary } from "#lib/store/deliveries.ts";
import { systemChecks } from "./system-views.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const WELL: SystemState = {
  version: "0.1.0",
  node: "24.21.0",
  store: { engine: "postgres", bytes: 2_000_000, schema: "0015_console", fault: null },
  clockMs: 40,
  worker: { expiresAt: NOW + 8 * SECOND, lookedAt: NOW - SECOND },
  webUpMs: HOUR,
  backup: { madeAt: NOW - 3 * HOUR, bytes: 4_000, kept: 3 },
  disk: { freeBytes: 5e10, bytes: 1e11 },
  configuration: { from: "file", changedAt: NOW - DAY, fault: null },
  mailTest: { expiresAt: NOW + 30 * MINUTE },
};
const EMPTY = { email: { queued: 0, oldestQueuedAt: null } } as unknown as OutboxSummary;

const wrong = (change: Partial<SystemState>, outbox = EMPTY) =>
  systemChecks({ ...WELL, ...change }, { outbox, alarms: [], timeZone: "UTC" }, NOW)
    .filter((one) => one.state !== "well")
    .map(({ name, state, todo }) => `${name} ${state}${todo ? "" : " and nothing to do"}`);

it("says that all is well when it is", () => {
  expect(wrong({})).toEqual([]);
});

it("names what is not well, each with what to do", () => {
  expect(wrong({ worker: null })).toEqual(["Worker wrong"]);
  expect(wrong({ worker: { expiresAt: NOW - MINUTE, lookedAt: NOW - MINUTE } })).toEqual(["Worker wrong"]);
  expect(wrong({ worker: { expiresAt: NOW + SECOND, lookedAt: NOW - HOUR } })).toEqual(["Worker careful"]);
  expect(wrong({ store: { ...WELL.store, fault: "The disk is full." } })).toEqual(["Store wrong"]);
  expect(wrong({ backup: null })).toEqual(["Backup careful"]);
  expect(wrong({ backup: { madeAt: NOW - 2 * DAY, bytes: 1, kept: 1 } })).toEqual(["Backup wrong"]);
  expect(wrong({ disk: { freeBytes: 5, bytes: 100 } })).toEqual(["Disk careful"]);
  expect(wrong({ disk: { freeBytes: 1, bytes: 100 } })).toEqual(["Disk wrong"]);
  expect(wrong({ clockMs: -5_000 })).toEqual(["Clock wrong"]);
  expect(wrong({ configuration: { from: "file", changedAt: NOW, fault: "line 3" } })).toEqual(["Configuration wrong"]);
  const waiting = { email: { queued: 4, oldestQueuedAt: NOW - HOUR } } as unknown as OutboxSummary;
  expect(wrong({}, waiting)).toEqual(["Outbox wrong"]);
});
