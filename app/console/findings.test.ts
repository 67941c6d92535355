import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { writeSignal } from "#lib/store/signals.ts";
import { insertTargetChanges } from "#lib/store/target-changes.ts";
import { changesLately } from "./changes.ts";
import { factLine } from "./fact-words.ts";
import { findingsNow } from "./findings.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const FULL = { used_memory: 4_294_967_296, maxmemory: 4_294_967_296, maxmemory_policy: "noeviction", port: 6380 };

/** A Redis that is full since half past one, and whose limit was lowered half an hour before, and once after. */
async function full(db: Database) {
  const text = `
    components: [{ slug: jobs, name: Jobs }]
    monitors: [{ key: redis, name: Queue Redis, type: redis, url: "redis://localhost", components: [jobs] }]`;
  const monitorId = (await applyConfiguration(db, parseStatusFile(text, "s", {}), NOW)).get("redis") as string;
  const since = NOW - 30 * MINUTE;
  const { status, cause, diagnoses } = judgeFacts({ ...FULL, config_changed: "maxmemory 6 → 4 GiB" }, NOW);
  await writeSignal(db, {
    monitor_id: monitorId,
    signal: JSON.stringify({ state: "failing", status, cause, since, doubts: [], observedAt: NOW }),
    memory: "{}",
    facts: JSON.stringify(FULL),
    latency_ms: 1,
    observed_at: NOW,
    changes: "[]",
    diagnoses: JSON.stringify(diagnoses),
    expected_at: null,
    expected_basis: null,
  });
  const change = { monitor_id: monitorId, kind: "config", name: "maxmemory", before: "6442450944" } as const;
  await insertTargetChanges(db, [
    { ...change, id: "a", after: "4294967296", unseen_since: since - 28 * MINUTE, seen_at: since - 28 * MINUTE },
    { ...change, id: "b", after: "8589934592", unseen_since: NOW - 6 * SECOND, seen_at: NOW - 5 * SECOND },
  ]);
}

onEachStore("what a monitor finds", (open) => {
  it("stands with its evidence, with what was changed before it, and with what else was noticed", async () => {
    await using store = await open();
    await full(store.db);
    const [evidence, changes] = await Promise.all([readEvidence(store.db, NOW, NOW), changesLately(store.db, NOW)]);
    const [finding] = findingsNow(evidence, changes, "UTC", NOW);
    expect(finding?.title).toBe("Queue Redis: out of memory: refuses writes");
    expect(finding?.since).toBe("Since 13:30:00 UTC, for 30 minutes");
    expect(finding?.facts).toContainEqual(["used memory", "4 GiB"]);
    expect(finding?.facts.filter(([name]) => name === "changed before")).toEqual([
      ["changed before", "maxmemory 6 → 4 GiB, 13:02 UTC, 28 minutes before"],
    ]);
    expect(finding?.others.map((one) => one.cause)).toEqual(["config.drift"]);
  });
});

it("writes facts with their units", () => {
  expect(factLine("rdb_age_s", 7_200)).toEqual(["rdb age", "2 hours"]);
  expect(factLine("evicted_per_s", 1_200)).toEqual(["evicted per s", "1,200"]);
  expect(factLine("maxmemory", 0)).toEqual(["maxmemory", "no limit"]);
  expect(factLine("port", 6380)).toEqual(["port", "6380"]);
  expect(factLine("ping_ms", 0.4)).toEqual(["ping", "0.4 ms"]);
});
