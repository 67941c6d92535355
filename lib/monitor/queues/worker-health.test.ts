import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { type Surroundings, type WorkerTraces, workerHealth } from "./worker-health.ts";

const NOW = 100 * MINUTE;
const around: Surroundings = { redisStartedAt: 10 * MINUTE, waiting: null, idle: 1 };
const idle: WorkerTraces = {
  doing: "idle",
  bornAt: 50 * MINUTE,
  heartbeatAt: NOW - 4 * MINUTE,
  ttlMs: 240 * SECOND,
  listeners: 1,
  wasHeard: true,
  diedAt: null,
};
const busy = { ...idle, doing: "busy", heartbeatAt: NOW - 20 * SECOND, ttlMs: 70 * SECOND };

describe("a worker", () => {
  it.each([
    ["idle and silent for four minutes, as idle ones are, is alive", idle, around, "alive"],
    ["busy with a fresh sign of life is alive", busy, around, "alive"],
    [
      "busy without a sign of life for two beats is stale",
      { ...busy, heartbeatAt: NOW - 80 * SECOND },
      around,
      "stale",
    ],
    ["whose registration has expired is a ghost", { ...idle, ttlMs: -2 }, around, "ghost"],
    ["that has signed off is a ghost", { ...idle, diedAt: NOW - SECOND }, around, "ghost"],
    ["whose channel fell silent is a ghost", { ...idle, listeners: 0 }, around, "ghost"],
    [
      "whose channel fell silent while all idle ones still wait for jobs is unknown",
      { ...idle, listeners: 0 },
      { ...around, waiting: 1 },
      "unknown",
    ],
    [
      "that is one of two idle ones of which only one waits is a ghost",
      { ...idle, listeners: 0 },
      { ...around, waiting: 1, idle: 2 },
      "ghost",
    ],
    ["that has only just started may be silent", { ...idle, listeners: 0, bornAt: NOW - SECOND }, around, "alive"],
    [
      "older than this run of Redis whose channel is silent is unknown until it beats",
      { ...idle, listeners: 0, wasHeard: false, bornAt: 5 * MINUTE, heartbeatAt: 9 * MINUTE },
      around,
      "unknown",
    ],
    [
      "older than this run of Redis that has beaten since is alive",
      { ...idle, listeners: 0, wasHeard: false, bornAt: 5 * MINUTE },
      around,
      "alive",
    ],
    [
      "without a birth, as after a restart with empty data, is unknown",
      { ...idle, listeners: 0, wasHeard: false, bornAt: null },
      around,
      "unknown",
    ],
    ["whose channel is not visible to us is believed", { ...idle, listeners: null }, around, "alive"],
  ] as const)("%s", (_, worker, surroundings, health) => {
    expect(workerHealth(worker, surroundings, NOW)).toBe(health);
  });
});
