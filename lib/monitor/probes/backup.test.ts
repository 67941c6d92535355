import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "#e2e/product.ts";
import { startRedis } from "#e2e/redis-server.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { HOUR, MINUTE } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { createLog } from "#lib/log.ts";
import { startBackupProbe } from "./backup.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "pulsepage-backups-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function backup(name: string, bytes: number, ageMs: number): void {
  writeFileSync(join(dir, name), Buffer.alloc(bytes));
  utimesSync(join(dir, name), (NOW - ageMs) / 1_000, (NOW - ageMs) / 1_000);
}

/** What one look at the folder finds, with what it remembered of the looks before. */
function look(memory: Observation["memory"] = {}, more = ""): Promise<Observation> {
  return lookAt(`path: ${dir}, promise: 26h${more}`, memory, NOW);
}

async function lookAt(place: string, memory: Observation["memory"], now: number): Promise<Observation> {
  const text = `
    components: [{ slug: backups, name: Backups }]
    monitors: [{ key: nightly, type: backup, components: [backups], ${place} }]`;
  const [settings] = parseStatusFile(text, "status.yaml", {}).monitors;
  if (settings?.type !== "backup") throw new Error("It is a backup monitor.");
  const seen: Observation[] = [];
  const context = {
    memory: memory ?? {},
    log: createLog("error", "test"),
    clock: () => now,
    lastBeatAt: async () => null,
  };
  const probe = startBackupProbe(settings, context, (one) => seen.push(one));
  const [first] = await eventually("a look", () => (seen.length > 0 ? seen : undefined));
  await probe.stop();
  return first as Observation;
}

describe("the backup probe", () => {
  it("is content with a young backup of likely size, and names it", async () => {
    backup("mon.rdb", 900, 49 * HOUR);
    backup("tue.rdb", 1_000, 25 * HOUR);
    backup("temp-1.rdb", 5, 2 * MINUTE);
    const seen = await look();
    expect(seen).toMatchObject({ status: "operational", facts: { newest: "tue.rdb", backup_bytes: 1_000 } });
  });

  it("finds the newest too old, and none at all", async () => {
    backup("mon.rdb", 900, 49 * HOUR);
    expect(await look()).toMatchObject({ status: "degraded_performance", cause: "backup.stale", confirmed: true });
    rmSync(join(dir, "mon.rdb"));
    expect(await look()).toMatchObject({ status: "degraded_performance", cause: "backup.missing" });
    rmSync(dir, { recursive: true });
    expect(await look()).toMatchObject({ cause: "backup.missing", facts: { code: "ENOENT" } });
    mkdirSync(dir);
  });

  it("finds one that is half as large as they usually are, or smaller than demanded", async () => {
    let memory: Observation["memory"] = {};
    for (const [name, age] of [
      ["a.rdb", 72],
      ["b.rdb", 48],
      ["c.rdb", 24],
    ] as const) {
      backup(name, 1_000, age * HOUR);
      memory = (await look(memory)).memory ?? {};
    }
    backup("d.rdb", 400, HOUR);
    expect(await look(memory)).toMatchObject({ cause: "backup.shrunk", facts: { backup_usual_bytes: 1_000 } });
    expect(await look({}, ", min_bytes: 500")).toMatchObject({ cause: "backup.shrunk" });
    expect(await look({}, ", min_bytes: 300")).toMatchObject({ status: "operational" });
  });

  it("measures a folder per day as one backup, and leaves alone what is still written", async () => {
    mkdirSync(join(dir, "2026-11-23"));
    for (const name of ["base.aof", "incr.aof"]) backup(join("2026-11-23", name), 300, 2 * HOUR);
    expect(await look()).toMatchObject({ facts: { newest: "2026-11-23", backup_bytes: 600 } });
    backup("growing.rdb", 3, 1_000);
    expect(await look()).toMatchObject({ status: "operational", facts: { newest: "2026-11-23" } });
  });

  it("holds the saves of a Redis against the promise, and knows nothing of one that does not answer", async () => {
    const redis = await startRedis();
    try {
      const see = (promise: string) => lookAt(`url: "${redis.url}", promise: ${promise}`, {}, Date.now());
      expect(await see("1h")).toMatchObject({ status: "operational", facts: { backup_age_s: 0 } });
      await redis.say("SET a 1");
      // Its own start counts as its last save: two hours on that is too old.
      const seen = await see("1h");
      expect(seen.status).toBe("operational");
      const later = judgeFacts({ ...seen.facts, backup_age_s: 7_200 }, NOW);
      expect(later).toMatchObject({ status: "degraded_performance", cause: "backup.stale" });
      await redis.kill("SIGKILL");
      expect(await see("1h")).toMatchObject({ status: null, cause: null });
    } finally {
      await redis.stop();
    }
  });

  it("is told of one place", () => {
    const listing = (place: string) =>
      `components: [{ slug: b, name: B }]\nmonitors: [{ key: n, type: backup, components: [b], promise: 1h${place} }]`;
    for (const place of ["", ", path: /x, url: redis://x"])
      expect(() => parseStatusFile(listing(place), "status.yaml", {})).toThrow("either a path or a url");
  });
});
