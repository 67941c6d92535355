import { spawn } from "node:child_process";
import { join } from "node:path";
import { openLaboratory } from "#e2e/laboratory/laboratory.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";
import { openDatabase } from "#lib/store/database.ts";
import { atMost, type Bench, type Block } from "./bench.ts";

const SOAK_MS = 120_000;
const EACH = 3;

/** What a healthy Redis goes through without being down. */
const TRIALS: Readonly<Record<string, (redis: RedisServer) => Promise<void>>> = {
  "pauses of 300 ms": (redis) => pause(redis, 300),
  "pauses of 600 to 900 ms": (redis) => pause(redis, 600 + Math.random() * 300),
  "restarts within 250 ms": async (redis) => {
    await redis.kill("SIGKILL");
    await redis.restart();
    await wait(10_000);
  },
};

/** Redis servers that stumble, on a machine that is kept busy: nothing may be called an outage. */
export async function measureSoak(bench: Bench): Promise<Block> {
  const servers: { key: string; redis: RedisServer; stumble: (redis: RedisServer) => Promise<void> }[] = [];
  for (const [n, stumble] of Object.values(TRIALS).entries()) {
    for (let i = 0; i < EACH; i += 1) {
      const redis = await startRedis();
      bench.defer(() => redis.stop());
      servers.push({ key: `soak-${n}-${i}`, redis, stumble });
    }
  }
  for (let i = 0; i < 2; i += 1) {
    const hog = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
    bench.defer(() => hog.kill("SIGKILL"));
  }
  const db = await openDatabase(`file:${join(bench.folder, "soak.db")}`);
  const laboratory = await openLaboratory(
    db,
    [
      "components: [{ slug: all, name: All }]",
      "monitors:",
      ...servers.map(({ key, redis }) => `  - { key: ${key}, type: redis, url: "${redis.url}", components: [all] }`),
    ].join("\n"),
  );
  bench.defer(async () => {
    await laboratory.stop();
    await db.destroy();
  });
  const until = Date.now() + SOAK_MS;
  let stumbles = 0;
  await Promise.all(
    servers.map(async ({ redis, stumble }) => {
      while (Date.now() < until) {
        await wait(1_000 + Math.random() * 4_000);
        await stumble(redis);
        stumbles += 1;
      }
    }),
  );
  const outages = await db.selectFrom("interval").select("id").where("status", "=", "major_outage").execute();
  return {
    title: "False alarms",
    figures: [
      atMost(
        `outages called in ${SOAK_MS / 60_000} minutes of ${servers.length} targets`,
        `${outages.length} in ${stumbles} stumbles`,
        outages.length,
        0,
        "none",
      ),
    ],
    notes: [`${Object.keys(TRIALS).join(", ")}; two processes keep both cores busy meanwhile.`],
  };
}

async function pause(redis: RedisServer, ms: number): Promise<void> {
  await redis.kill("SIGSTOP");
  await wait(ms);
  await redis.kill("SIGCONT");
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
