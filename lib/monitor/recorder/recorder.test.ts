import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { countClients, readLatency, readSlowlog } from "./excerpts.ts";
import { SampleRing } from "./ring.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);

function look(at: number, change: Partial<Observation> = {}): Observation {
  const facts = { used_memory: 1_000_000 };
  return { at, status: "operational", cause: null, confirmed: false, latencyMs: 0.4, facts, ...change };
}

describe("the flight recorder", () => {
  it("keeps the last 15 minutes: two minutes look by look, what was before in steps of five seconds", () => {
    const ring = new SampleRing();
    for (let i = 3_000; i >= 0; i -= 1) ring.add(look(NOW - i * SECOND, { facts: { used_memory: 3_000 - i } }));
    const { at, values } = ring.samples(NOW);
    expect(at[0]).toBeGreaterThanOrEqual(NOW - 15 * MINUTE);
    expect(at[0]).toBeLessThan(NOW - 14 * MINUTE);
    expect(at.at(-1)).toBe(NOW);
    expect(at.filter((one) => NOW - one <= 2 * MINUTE)).toHaveLength(121);
    expect(at.length).toBeLessThan(300);
    expect(values.used_memory?.at(-1)).toBe(3_000);
    expect(Object.keys(values)).toEqual(["used_memory"]);
  });

  it("keeps the look at which it failed, however soon it follows, and says so where nothing was measured", () => {
    const ring = new SampleRing();
    ring.add(look(NOW - 300));
    ring.add(look(NOW - 200));
    ring.add(look(NOW - 100, { status: "major_outage", latencyMs: null, facts: {} }));
    const samples = ring.samples(NOW);
    expect(samples.status).toEqual(["operational", "major_outage"]);
    expect(samples.latencyMs).toEqual([0.4, null]);
    expect(samples.values.used_memory).toEqual([1_000_000, null]);
  });

  it("takes the depth and the longest wait of a monitor's queues", () => {
    const ring = new SampleRing();
    const queues = JSON.stringify([
      { depth: 3, oldestWaitMs: 9_000 },
      { depth: 4, oldestWaitMs: null },
    ]);
    ring.add(look(NOW, { facts: { queues } }));
    expect(ring.samples(NOW).values).toEqual({ queue_depth: [7], oldest_wait_s: [9] });
  });

  it("keeps of slow commands their name and duration: no arguments, no addresses, no names", () => {
    const reply = [
      [1, 1795393922, 15102, ["DEBUG", "SLEEP", "0.015"], "127.0.0.1:50498", ""],
      [0, 1795393921, 30109, ["set", "session:anna@example.com", "secret"], "10.0.0.7:1", "web-1"],
      [2, 1795393921, 30109, ["AUTH", "hunter2"], "10.0.0.7:1", "web-1"],
    ];
    expect(readSlowlog(reply)?.map((one) => one.command)).toEqual(["DEBUG SLEEP", "SET", "AUTH"]);
    expect(JSON.stringify(readSlowlog(reply))).not.toMatch(/anna|secret|hunter2|127|10\.0|web/);
    expect(readSlowlog(null)).toBeNull();
    expect(readLatency([["command", 1795393922, 30, 31]])).toEqual([
      { event: "command", at: 1795393922000, latestMs: 30, worstMs: 31 },
    ]);
  });

  it("counts clients by name and command, with numbers and addresses taken out of the names", () => {
    const line = (name: string, cmd: string, idle: number) =>
      `id=4 addr=127.0.0.1:50272 laddr=127.0.0.1:17600 fd=7 name=${name} age=1 idle=${idle} flags=N db=0 qbuf=0 omem=7 cmd=${cmd} user=default resp=2`;
    const reply = [
      line("worker-3f2a91c477", "blpop", 1),
      line("worker-12", "blpop", 400),
      line("celery@10.1.2.3:99", "get", 0),
      line("", "client|list", 0),
    ].join("\n");
    expect(countClients(`${reply}\n`)).toEqual({
      total: 4,
      byName: [
        ["worker-#", 2],
        ["(no name)", 1],
        ["celery@(address)", 1],
      ],
      byCommand: [
        ["BLPOP", 2],
        ["CLIENT LIST", 1],
        ["GET", 1],
      ],
      idle: 1,
      outputBytes: 28,
    });
  });
});
