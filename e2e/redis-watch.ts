import { afterEach } from "vitest";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { createLog } from "#lib/log.ts";
import type { Probe } from "#lib/monitor/probes/probe.ts";
import { startRedisProbe } from "#lib/monitor/probes/redis.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Has this done when the test is over, last things first. */
export function afterwards(step: () => unknown): void {
  undo.push(step);
}

/** A real Redis that ends with the test. */
export async function server(args: string[] = []): Promise<RedisServer> {
  const redis = await startRedis(args);
  afterwards(() => redis.stop());
  return redis;
}

export type Watch = { seen: Observation[]; probe: Probe };

/** A probe on that address, and everything it has seen. `more`: further settings in YAML flow style. */
export function watch(url: string, memory: Record<string, string | number> = {}, more = "every: 250ms"): Watch {
  const seen: Observation[] = [];
  const monitor = `{ key: main, type: redis, url: "${url}", components: [it], ${more} }`;
  const file = parseStatusFile(`components: [{ slug: it, name: It }]\nmonitors: [${monitor}]`, "status.yaml", {});
  const [settings] = file.monitors;
  if (settings?.type !== "redis") throw new Error("This watches a Redis.");
  const context = { memory, log: createLog("error", "test"), clock: () => Date.now(), lastBeatAt: async () => null };
  const probe = startRedisProbe(settings, context, (one) => seen.push(one));
  afterwards(() => probe.stop());
  return { seen, probe };
}

/** The latest observation, if it says that. */
export function latest(seen: Observation[], status: Observation["status"], cause: string | null = null) {
  const last = seen.at(-1);
  return last && last.status === status && last.cause === cause ? last : undefined;
}
