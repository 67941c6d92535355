import { afterEach, expect, it } from "vitest";
import { eventually, freePort } from "#e2e/product.ts";
import { startRedis } from "#e2e/redis-server.ts";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { MINUTE } from "#lib/domain/instant.ts";
import type { MonitorTestAnswer } from "#lib/domain/monitor-test.ts";
import { createLog } from "#lib/log.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { askMonitorTest } from "#lib/services/ask-monitor-test.ts";
import { takeLease } from "#lib/store/leases.ts";
import { findMonitorTest } from "#lib/store/monitor-tests.ts";
import { startMonitors } from "./monitor-loop.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const OPERATOR: Actor = { kind: "operator", id: "o1", name: "Ada", role: "reporter" };

onEachStore("Test now", (open) => {
  it("is answered by the worker that watches, with what one look finds; who may only read may not ask", async () => {
    await using store = await open();
    const { db } = store;
    const redis = await startRedis();
    undo.push(() => redis.stop());
    const text = `
      components: [{ slug: jobs, name: Jobs }]
      monitors:
        - { key: good, type: redis, url: "${redis.url}", components: [jobs] }
        - { key: gone, type: redis, url: "redis://127.0.0.1:${await freePort()}", components: [jobs] }`;
    const configuration = parseStatusFile(text, "status.yaml", {});
    const ids = await applyConfiguration(db, configuration, Date.now());
    const lease = await takeLease(db, "monitor", "test", 10 * MINUTE, Date.now());
    if (!lease) throw new Error("Nobody else is here.");
    const log = createLog("fatal", "test");
    const loop = await startMonitors({ db, configuration, lease, log, clock: () => Date.now() });
    const answerOf = async (key: string): Promise<MonitorTestAnswer> => {
      const id = await askMonitorTest(db, OPERATOR, ids.get(key) as string, Date.now());
      const row = await eventually("an answer", async () => {
        const test = await findMonitorTest(db, id);
        return test?.answer === null ? undefined : test;
      });
      return JSON.parse(row.answer as string);
    };
    try {
      const good = await answerOf("good");
      expect(good.seen).toMatchObject({ status: "operational", cause: null });
      expect(good.steps.map((one) => `${one.step} ${one.result}`)).toContain("ping ok");
      expect((await answerOf("gone")).seen).toMatchObject({ status: "major_outage", cause: "conn.refused" });
      const viewer = { ...OPERATOR, role: "viewer" as const };
      await expect(askMonitorTest(db, viewer, ids.get("good") as string, Date.now())).rejects.toThrow("reporter");
      await expect(askMonitorTest(db, OPERATOR, "nowhere", Date.now())).rejects.toThrow("not watched");
    } finally {
      await loop.stop();
    }
  });
});
