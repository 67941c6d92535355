import type { MonitorSettings } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { parseInfo } from "#lib/monitor/redis/info.ts";
import { type RedisTarget, redisTarget } from "#lib/monitor/redis/target.ts";
import { type ClusterView, type ClusterVoice, viewCluster } from "#lib/monitor/topology/cluster-facts.ts";
import { parseClusterNodes } from "#lib/monitor/topology/cluster-nodes.ts";
import { addressOf, targetAt, WatchedNode } from "#lib/monitor/topology/watched-node.ts";
import type { Probe, ProbeContext, StartProbe } from "./probe.ts";

type Settings = Extract<MonitorSettings, { type: "cluster" }>;

/** Watches a cluster through each of its nodes: those that are listed, and those that these know. */
export const startClusterProbe: StartProbe<Settings> = (settings, context, observe) =>
  new ClusterProbe(settings, context, observe);

class ClusterProbe implements Probe {
  readonly #settings: Settings;
  readonly #context: ProbeContext;
  readonly #observe: (seen: Observation) => void;
  readonly #like: RedisTarget;
  readonly #nodes = new Map<string, WatchedNode>();
  readonly #timer: NodeJS.Timeout;
  #troubleSince: Instant | null = null;
  #busy = false;
  #again = false;
  #stopped = false;

  constructor(settings: Settings, context: ProbeContext, observe: (seen: Observation) => void) {
    this.#settings = settings;
    this.#context = context;
    this.#observe = observe;
    const targets = settings.nodes.map((url) => redisTarget(url, settings.tls));
    this.#like = targets[0] as RedisTarget;
    for (const target of targets) this.#watch(target);
    this.#timer = setInterval(() => void this.#look(), settings.every);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    for (const node of this.#nodes.values()) node.stop();
  }

  /** The recorder's questions go to any node that answers. */
  ask(command: string, ...args: readonly string[]): Promise<unknown> {
    const node = this.#answering()[0];
    return node ? node.ask(command, ...args) : Promise.reject(new Error("No node answers."));
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        // Before each node was looked at once, silence says nothing yet.
        if ([...this.#nodes.values()].some((node) => node.verdict() === null)) return;
        const voices = await Promise.all(this.#answering().map(voiceOf));
        if (this.#stopped) return;
        this.#take(voices.filter((voice) => voice !== null));
      } while (this.#again && !this.#stopped);
    } finally {
      this.#busy = false;
    }
  }

  #take(voices: readonly ClusterVoice[]): void {
    const view = viewCluster(voices, (address) => {
      const verdict = this.#nodes.get(address)?.verdict();
      return verdict ? verdict.failure === null : undefined;
    });
    this.#follow(view.known);
    const now = this.#context.clock();
    const facts = this.#factsOf(view, now);
    const judged = judgeFacts(facts, now);
    const isTrouble = judged.status !== "operational";
    this.#troubleSince = isTrouble ? (this.#troubleSince ?? this.#firstLoss() ?? now) : null;
    const latencies = this.#answering().flatMap((node) => node.verdict()?.latencyMs ?? []);
    this.#observe({
      at: now,
      ...judged,
      // Nodes agree with each other, or every one of them was asked twice.
      confirmed: isTrouble && (voices.length === 0 || facts.cluster_state === "fail"),
      ...(this.#troubleSince === null ? {} : { since: this.#troubleSince }),
      latencyMs: latencies.length === 0 ? null : Math.max(...latencies),
      facts,
    });
  }

  #factsOf(view: ClusterView, now: Instant): Facts {
    const silent = [...this.#nodes.values()].find((node) => node.verdict()?.failure);
    const failure = this.#answering().length === 0 ? silent?.verdict()?.failure : undefined;
    const node = this.#answering()[0] ?? silent;
    const troubleS = this.#troubleSince === null ? {} : { trouble_s: Math.round((now - this.#troubleSince) / SECOND) };
    return {
      ...this.#context.joined?.(),
      ...this.#worstMemory(),
      ...view.facts,
      ...troubleS,
      topology: JSON.stringify(view.topology),
      host: node?.target.host ?? "unknown",
      port: node?.target.port ?? 0,
      ...(failure ? { failure: failure.cause, code: failure.code } : {}),
    };
  }

  /** Memory of the node that is nearest to its limit: it is the first to refuse writes. */
  #worstMemory(): Facts {
    const share = (facts: Facts) => Number(facts.used_memory) / Number(facts.maxmemory) || 0;
    const [worst] = this.#answering()
      .map((node) => node.facts())
      .filter((facts) => facts.role === "master")
      .toSorted((a, b) => share(b) - share(a));
    if (!worst) return {};
    const { used_memory, maxmemory, maxmemory_policy, redis_version } = worst;
    return Object.fromEntries(
      Object.entries({ used_memory, maxmemory, maxmemory_policy, redis_version }).filter(([, v]) => v !== undefined),
    ) as Facts;
  }

  #answering(): WatchedNode[] {
    return [...this.#nodes.values()].filter((node) => node.verdict()?.failure === null);
  }

  /** When the first of the nodes that do not answer fell silent. */
  #firstLoss(): Instant | null {
    const since = [...this.#nodes.values()].flatMap((node) => node.verdict()?.since ?? []);
    return since.length === 0 ? null : Math.min(...since);
  }

  /** Watches what the nodes know; lets go of what none of them knows any more, unless it is listed. */
  #follow(known: readonly string[]): void {
    for (const address of known) {
      const target = targetAt(address, this.#like);
      if (target) this.#watch(target);
    }
    if (known.length === 0) return;
    const listed = new Set(this.#settings.nodes.map((url) => addressOf(redisTarget(url, this.#settings.tls))));
    for (const [address, node] of this.#nodes) {
      if (known.includes(address) || listed.has(address)) continue;
      node.stop();
      this.#nodes.delete(address);
    }
  }

  #watch(target: RedisTarget): void {
    const address = addressOf(target);
    if (this.#nodes.has(address)) return;
    const node = new WatchedNode({
      target,
      name: `status-${this.#settings.key}`,
      everyMs: this.#settings.every,
      clock: this.#context.clock,
      memory: null,
      turned: () => void this.#look(),
    });
    this.#nodes.set(address, node);
  }
}

/** What a node says of its cluster; null when it says nothing. */
async function voiceOf(node: WatchedNode): Promise<ClusterVoice | null> {
  try {
    const [info, nodes] = await Promise.all([node.ask("CLUSTER", "INFO"), node.ask("CLUSTER", "NODES")]);
    return {
      address: addressOf(node.target),
      info: parseInfo(String(info)),
      nodes: parseClusterNodes(String(nodes)),
    };
  } catch {
    return null;
  }
}
