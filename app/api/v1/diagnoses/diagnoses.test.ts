import { expect, it } from "vitest";
import { api, ask } from "#app/api/v1/test-api.ts";
import { onEachStore } from "#e2e/stores.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { MINUTE } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { listMonitors, writeSignal } from "#lib/store/signals.ts";
import { GET } from "./route.ts";

/** What a monitor's probe found at that moment, as the worker keeps it. */
async function find(db: Database, facts: Record<string, string | number>, at: number) {
  const [monitor] = await listMonitors(db);
  if (!monitor) throw new Error("The configuration lists one.");
  const { status, cause, impacts, diagnoses } = judgeFacts(facts, at);
  const signal = { state: "failing", status, cause, impacts, since: at, doubts: [], observedAt: at };
  await writeSignal(db, {
    monitor_id: monitor.id,
    signal: JSON.stringify(signal),
    memory: "{}",
    facts: JSON.stringify(facts),
    latency_ms: 1,
    observed_at: at,
    changes: "[]",
    diagnoses: JSON.stringify(diagnoses),
    expected_at: null,
    expected_basis: null,
  });
  return monitor;
}

onEachStore("GET /diagnoses", (open) => {
  it("tells every explanation with its evidence, advice and commands, the likeliest first, notes included", async () => {
    await using one = await api(open);
    const now = Date.now();
    const facts = {
      host: "queue.internal",
      port: 6380,
      used_memory: 4_294_967_296,
      maxmemory: 4_294_967_296,
      maxmemory_policy: "noeviction",
      config_changed: "maxmemory 6 → 4 GiB",
    };
    const monitor = await find(one.db, facts, now);
    const { body } = await ask(GET, { method: "GET" });
    expect(body.items.map((item: { cause: string }) => item.cause)).toEqual(["state.oom", "config.drift"]);
    expect(body.items[0]).toMatchObject({
      monitor: monitor.key,
      status: "partial_outage",
      confidence: 1,
      evidence: { used_memory: 4_294_967_296, maxmemory_policy: "noeviction" },
      since: new Date(now).toISOString(),
    });
    expect(body.items[0].commands[0]).toEqual({
      run: "redis-cli -h queue.internal -p 6380 INFO memory",
      does: expect.any(String),
      danger: "safe",
    });
    expect(body.items[1]).toMatchObject({
      status: null,
      since: null,
      evidence: { config_changed: "maxmemory 6 → 4 GiB" },
    });
    expect((await ask(GET, { method: "GET", query: "?monitor=another" })).body.items).toEqual([]);
  });

  it("says nothing of a monitor that has not looked for too long", async () => {
    await using one = await api(open);
    await find(one.db, { failure: "conn.refused" }, Date.now() - 10 * MINUTE);
    expect((await ask(GET, { method: "GET" })).body.items).toEqual([]);
  });
});
