import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childPid, endProcess, eventually } from "#e2e/product.ts";
import { startRedis } from "#e2e/redis-server.ts";
import { connectDatabase } from "#lib/store/database.ts";
import { atMost, type Bench, type Block, type Figure, told } from "./bench.ts";

const SERVERS = 10;
const MEASURE_MS = 20_000;
/** Kernel clock ticks a second, as /proc counts processor time. */
const TICKS = 100;

/** What one worker costs that watches many Redis every second. */
export async function measureTargets(bench: Bench): Promise<Block> {
  const ports: number[] = [];
  for (let i = 0; i < SERVERS; i += 1) {
    const redis = await startRedis();
    bench.defer(() => redis.stop());
    ports.push(redis.port);
  }
  const figures: Figure[] = [];
  for (const count of [100, 500]) figures.push(...(await measureCount(bench, ports, count)));
  return {
    title: "One worker, many targets",
    figures,
    notes: [
      `Every target every second, ${SERVERS} redis-servers, ${MEASURE_MS / 1_000} s; the load of this machine counts in.`,
    ],
  };
}

async function measureCount(bench: Bench, ports: readonly number[], count: number): Promise<Figure[]> {
  const dataDir = join(bench.folder, `targets-${count}`);
  mkdirSync(dataDir);
  const config = join(dataDir, "status.yaml");
  writeFileSync(config, statusYaml(ports, count));
  const child = spawn(process.execPath, ["bin/pulsepage.ts", "start", "--only", "worker"], {
    env: { ...process.env, DATA_DIR: dataDir, PULSEPAGE_CONFIG: config, LOG_LEVEL: "error" },
    stdio: "ignore",
  });
  bench.defer(() => endProcess(child));
  const file = join(dataDir, "pulsepage.db");
  await eventually("the store", () => existsSync(file));
  const db = connectDatabase(`file:${file}`);
  await eventually("a verdict on every target", async () => {
    const rows = await db
      .selectFrom("signal")
      .select("monitor_id")
      .execute()
      .catch(() => []);
    return rows.length === count;
  });
  await db.destroy();
  const pid = childPid(child.pid as number, "worker");
  const before = processorMs(pid);
  await new Promise((resolve) => setTimeout(resolve, MEASURE_MS));
  const share = (processorMs(pid) - before) / MEASURE_MS;
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  await endProcess(child);
  const value = `${(share * 100).toFixed(1)} % of one core`;
  return [
    count === 500 ? atMost(`${count} targets`, value, share, 1, "under one core") : told(`${count} targets`, value),
    told(`${count} targets, memory`, `${Math.round(memory)} MB`),
  ];
}

/** Processor time of the process so far. */
function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
}

function statusYaml(ports: readonly number[], count: number): string {
  const keys = Array.from({ length: count }, (_, i) => `redis-${i}`);
  return [
    "components: [{ slug: all, name: All }]",
    "monitors:",
    ...keys.map((key, i) => {
      const url = `redis://127.0.0.1:${ports[i % ports.length]}`;
      return `  - { key: ${key}, type: redis, url: "${url}", components: [all] }`;
    }),
  ].join("\n");
}
