import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { eventually, freePort } from "#e2e/product.ts";
import { admit, type Patient } from "./specimen.ts";

const run = promisify(execFile);
export const DOWN_AFTER_MS = 1_000;

export type SentinelProcess = { address: string; kill(): Promise<void> };
/** A primary, two replicas and three Sentinels that watch them. */
export type SentinelDeployment = {
  primary: Patient;
  replicas: Patient[];
  sentinels: SentinelProcess[];
  stop(): Promise<void>;
};

export async function deploySentinels(): Promise<SentinelDeployment> {
  const quick = ["--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1"];
  const primary = await admit(quick);
  const follow = ["--replicaof", "127.0.0.1", String(primary.port), ...quick];
  const replicas = await Promise.all([admit(follow), admit(follow)]);
  await eventually("two replicas in sync", async () =>
    /connected_slaves:2[\s\S]*state=online[\s\S]*state=online/.test(String(await primary.ask("INFO", "replication"))),
  );
  const sentinels = await Promise.all([1, 2, 3].map(() => startSentinel(primary.port)));
  await eventually("three Sentinels that know each other and both replicas", async () => {
    const seen = await Promise.all(sentinels.map(({ seesAll }) => seesAll()));
    return seen.every(Boolean);
  });
  return {
    primary,
    replicas,
    sentinels,
    async stop() {
      await Promise.all(sentinels.map((one) => one.stop()));
      await Promise.all([primary, ...replicas].map((one) => one.stop()));
    },
  };
}

async function startSentinel(primaryPort: number) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-sentinel-"));
  const file = join(folder, "sentinel.conf");
  writeFileSync(
    file,
    [
      `port ${port}`,
      "bind 127.0.0.1",
      `dir ${folder}`,
      `sentinel monitor main 127.0.0.1 ${primaryPort} 2`,
      `sentinel down-after-milliseconds main ${DOWN_AFTER_MS}`,
      "sentinel failover-timeout main 6000",
    ].join("\n"),
  );
  const child = spawn("redis-server", [file, "--sentinel"], { stdio: "ignore" });
  return {
    address: `127.0.0.1:${port}`,
    kill: () => end(child),
    async seesAll() {
      const { stdout } = await run("redis-cli", ["-p", String(port), "SENTINEL", "MASTER", "main"]).catch(() => ({
        stdout: "",
      }));
      return /num-slaves\n2\n/.test(stdout) && /num-other-sentinels\n2\n/.test(stdout);
    },
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Six nodes: three primaries, a replica each. */
export type ClusterDeployment = { nodes: Patient[]; stop(): Promise<void> };

export async function deployCluster(): Promise<ClusterDeployment> {
  const args = ["--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--repl-diskless-sync-delay", "0"];
  const nodes = await Promise.all(Array.from({ length: 6 }, () => admit(args)));
  const places = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await run("redis-cli", ["--cluster", "create", ...places, "--cluster-replicas", "1", "--cluster-yes"]);
  await eventually("a cluster that is whole", async () => {
    const views = await Promise.all(nodes.map((node) => node.ask("CLUSTER", "INFO")));
    const lists = await Promise.all(nodes.map((node) => node.ask("CLUSTER", "NODES")));
    return (
      views.every((view) => String(view).includes("cluster_state:ok")) &&
      lists.every((list) => String(list).match(/slave /g)?.length === 3)
    );
  });
  return {
    nodes,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
