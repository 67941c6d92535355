import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "#e2e/product.ts";
import { openSqlite } from "#e2e/stores.ts";
import type { Topology } from "#lib/domain/topology.ts";
import { listFailovers } from "#lib/store/failovers.ts";
import { type ClusterDeployment, deployCluster, deploySentinels } from "./deployments.ts";
import { isWell, type Laboratory, openLaboratory, type Verdict } from "./laboratory.ts";
import type { Patient } from "./specimen.ts";

const LIMIT_MS = 90_000;
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
}, LIMIT_MS);

/** The deployment under one component with a role of each kind that matters. */
async function watch(monitor: string) {
  const store = await openSqlite();
  undo.push(async () => store[Symbol.asyncDispose]());
  const laboratory = await openLaboratory(
    store.db,
    `components: [{ slug: store, name: Store }]\nmonitors: [{ key: deployment, ${monitor}, every: 500ms, components: [store] }]`,
  );
  undo.push(() => laboratory.stop());
  return { db: store.db, laboratory };
}

const saying = (laboratory: Laboratory, what: string, isSo: (verdict: Verdict) => boolean) =>
  eventually(
    what,
    async () => {
      const verdict = await laboratory.verdict("deployment");
      return verdict !== null && isSo(verdict) && verdict;
    },
    60_000,
  );
const leading = (cause: string) => (verdict: Verdict) => verdict.diagnoses[0]?.cause === cause;

describe("a deployment of Sentinels", () => {
  it("is told as switching, then well with one standby less; the ledger says who took over", {
    timeout: LIMIT_MS,
  }, async () => {
    const deployment = await deploySentinels();
    undo.push(() => deployment.stop());
    const places = deployment.sentinels.map(({ address }) => `"${address}"`).join(", ");
    const { db, laboratory } = await watch(
      `type: sentinel, sentinels: [${places}], master: main, expected_replicas: 2`,
    );
    const before = await saying(laboratory, "all is well", isWell);
    expect(
      pictureOf(before)
        .nodes.map(({ role, state }) => `${role} ${state}`)
        .toSorted(),
    ).toEqual(["primary up", "replica up", "replica up", "sentinel up", "sentinel up", "sentinel up"]);
    await deployment.primary.kill("SIGKILL");
    const switching = await saying(laboratory, "the switch", leading("sentinel.failover"));
    expect(switching).toMatchObject({ status: "major_outage", page: { store: "major_outage" } });
    expect(switching.expected?.basis).toContain("Sentinel switches");
    await saying(
      laboratory,
      "the standby has taken over",
      (one) => one.status === "operational" && one.diagnoses.some(({ cause }) => cause === "repl.replica_missing"),
    );
    const [entry] = await eventually("the ledger", async () => {
      const entries = await listFailovers(db, await monitorIds(db), 5);
      return entries.length > 0 && entries;
    });
    expect(entry?.from_node).toBe(`127.0.0.1:${deployment.primary.port}`);
    expect(deployment.replicas.map(({ port }) => `127.0.0.1:${port}`)).toContain(entry?.to_node);
    expect(entry?.lost_at).toBeLessThan(entry?.promoted_at ?? 0);
    // The former primary returns, claims to be one for a while, and is believed by nobody.
    await deployment.primary.restart();
    const again = await saying(laboratory, "well again", isWell);
    const ledger = (await listFailovers(db, await monitorIds(db), 5)).toSorted((a, b) => a.promoted_at - b.promoted_at);
    // On a starved machine the Sentinels may switch once more: the ledger tells of each switch, and of no claim.
    expect(ledger.slice(1).map((one) => one.from_node)).toEqual(ledger.slice(0, -1).map((one) => one.to_node));
    expect(ledger.at(-1)?.to_node).toBe(pictureOf(again).nodes.find(({ role }) => role === "primary")?.address);
    await Promise.all(deployment.sentinels.slice(1).map((one) => one.kill()));
    expect(await saying(laboratory, "too few Sentinels", leading("sentinel.quorum"))).toMatchObject({
      status: "operational",
    });
    await deployment.sentinels[0]?.kill();
    expect(await saying(laboratory, "no Sentinel", leading("sentinel.unreachable"))).toMatchObject({
      status: "degraded_performance",
    });
  });

  it("says that nobody takes over when the replicas are gone as well", { timeout: LIMIT_MS }, async () => {
    const deployment = await deploySentinels();
    undo.push(() => deployment.stop());
    const places = deployment.sentinels.map(({ address }) => `"${address}"`).join(", ");
    const { laboratory } = await watch(`type: sentinel, sentinels: [${places}], master: main`);
    await saying(laboratory, "all is well", isWell);
    await Promise.all([deployment.primary, ...deployment.replicas].map((one) => one.kill("SIGKILL")));
    expect(await saying(laboratory, "no standby", leading("sentinel.master_down"))).toMatchObject({
      status: "major_outage",
    });
    await Promise.all([deployment.primary, ...deployment.replicas].map((one) => one.restart()));
    await saying(laboratory, "well again", isWell);
  });
});

describe("a cluster", () => {
  it("is told as switching, then down, then partly down, and is well when its nodes are back", {
    timeout: LIMIT_MS,
  }, async () => {
    const cluster = await deployCluster();
    undo.push(() => cluster.stop());
    const seeds = cluster.nodes.slice(0, 2).map(({ url }) => `"${url}"`);
    const { laboratory } = await watch(`type: cluster, nodes: [${seeds.join(", ")}]`);
    expect(pictureOf(await saying(laboratory, "all is well", isWell)).nodes).toHaveLength(6);
    const [victim, standby] = await shardOf(cluster);
    await victim.kill("SIGKILL");
    expect(await saying(laboratory, "the switch", leading("cluster.failover"))).toMatchObject({
      status: "major_outage",
    });
    await saying(
      laboratory,
      "the standby has taken over",
      (one) => leading("cluster.replica_missing")(one) && one.status === "operational",
    );
    await standby.kill("SIGKILL");
    const down = await saying(laboratory, "the shard is gone", leading("cluster.down"));
    expect(down).toMatchObject({ status: "major_outage", page: { store: "major_outage" } });
    const rest = cluster.nodes.filter((node) => node !== victim && node !== standby);
    await Promise.all(rest.map((node) => node.ask("CONFIG", "SET", "cluster-require-full-coverage", "no")));
    expect(await saying(laboratory, "a part is gone", leading("cluster.partial"))).toMatchObject({
      status: "partial_outage",
    });
    await Promise.all([victim.restart(), standby.restart()]);
    await saying(laboratory, "well again", isWell);
  });
});

function pictureOf(verdict: Verdict): Topology {
  return JSON.parse(String(verdict.facts.topology)) as Topology;
}

async function monitorIds(db: Awaited<ReturnType<typeof openSqlite>>["db"]): Promise<string[]> {
  return (await db.selectFrom("monitor").select("id").execute()).map((row) => row.id);
}

/** A primary of the cluster and its replica. */
async function shardOf({ nodes }: ClusterDeployment): Promise<[Patient, Patient]> {
  const lines = String(await nodes[0]?.ask("CLUSTER", "NODES")).split("\n");
  const line = lines.find((one) => one.includes(" slave ")) ?? "";
  const [, place = "", , primaryId = ""] = line.split(" ");
  const primary = lines.find((one) => one.startsWith(primaryId)) ?? "";
  const at = (text: string) => nodes.find(({ port }) => text.includes(`:${port}@`)) as Patient;
  return [at(primary.split(" ")[1] ?? ""), at(place)];
}
