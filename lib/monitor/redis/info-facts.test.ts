import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { parseInfo } from "./info.ts";
import { infoFacts } from "./info-facts.ts";
import { slowFacts } from "./slow-log.ts";

/** Replies of real servers (Redis 7.0.15). */
const recorded = (name: string) => readFileSync(new URL(`./recorded/${name}`, import.meta.url), "utf8");
const factsOf = (name: string) => infoFacts(parseInfo(recorded(`${name}.txt`)));

describe("what INFO says", () => {
  it.each([
    ["loading", "major_outage", "state.loading"],
    ["oom-noeviction", "partial_outage", "state.oom"],
    ["aof-failing", "partial_outage", "persist.aof_failing"],
    ["maxclients-reached", "degraded_performance", "clients.max"],
    ["master-no-replicas-min-replicas", "partial_outage", "state.noreplicas"],
    ["before-restart", "operational", null],
  ])("recorded as %s is judged %s, %s", (name, status, cause) => {
    expect(judgeFacts(factsOf(name), 0)).toMatchObject({ status, cause });
  });

  it.each([
    ["fragmented", "mem.fragmentation"],
    ["memory-95-percent", "mem.limit"],
  ])("recorded as %s is a note for operators alone", (name, cause) => {
    const { status, diagnoses } = judgeFacts(factsOf(name), 0);
    expect(status).toBe("operational");
    expect(diagnoses?.map((one) => one.cause)).toContain(cause);
  });

  it("tells how long loading takes, and when that is", () => {
    expect(judgeFacts(factsOf("loading"), 1_000).expected?.at).toBe(
      1_000 + Number(factsOf("loading").loading_eta_seconds) * 1_000,
    );
  });

  it("tells how far a replica is behind, and how old the last save is by Redis' own clock", () => {
    expect(factsOf("master-lagging-replica")).toMatchObject({ replica_lag_s: 3, replica_lag_bytes: 4456 });
    expect(factsOf("before-restart")).toMatchObject({ keys: 5000 });
    expect(factsOf("before-restart").rdb_age_s).toBeGreaterThanOrEqual(0);
    expect(factsOf("before-restart").rdb_age_s).toBeLessThan(3600);
  });

  it("has no fact for what is not visible, and none from another format", () => {
    expect(infoFacts(parseInfo("# Server\r\n"))).toEqual({});
    expect(infoFacts(parseInfo("ERR unknown section\nno colon here\n:nothing"))).toEqual({});
  });
});

describe("the slow log", () => {
  const answer: unknown = JSON.parse(recorded("slowlog-get.json"));
  const then = 1_795_393_922_000;

  it("names the slowest command of the last minute without what it was asked", () => {
    expect(slowFacts(answer, then + 5_000)).toEqual({ slow_command: "DEBUG", slow_ms: 30, slow_share: 0.001 });
    expect(slowFacts([[1, then / 1_000, 90_000, ["EVAL", "secret script"]]], then)).toEqual({
      slow_command: "EVAL",
      slow_ms: 90,
      slow_share: 0.002,
    });
  });

  it("says nothing about what is past, hidden or malformed", () => {
    expect(slowFacts(answer, then + 120_000)).toEqual({});
    expect(slowFacts(undefined, then)).toEqual({});
    expect(slowFacts([["x"], 4, [1, then / 1_000, 5, ["has\nlines"]]], then)).toEqual({});
  });
});
