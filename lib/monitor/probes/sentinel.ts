import type { MonitorSettings } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { Failover } from "#lib/domain/topology.ts";
import { type RedisTarget, redisTarget } from "#lib/monitor/redis/target.ts";
import { type NodeView, type SentinelView, viewSentinels } from "#lib/monitor/topology/sentinel-facts.ts";
import { SentinelLink } from "#lib/monitor/topology/sentinel-link.ts";
import { addressOf, targetAt, WatchedNode } from "#lib/monitor/topology/watched-node.ts";
import type { Probe, ProbeContext, StartProbe } from "./probe.ts";

type Settings = Extract<MonitorSettings, { type: "sentinel" }>;

/** A former primary that returns claims to be one for about ten seconds (redis.md §1): only longer is it a second one. */
const CLAIM_MS = 20 * SECOND;

/** Watches a deployment through its Sentinels and each of its data nodes. */
export const startSentinelProbe: StartProbe<Settings> = (settings, context, observe) =>
  new SentinelProbe(settings, context, observe);

class SentinelProbe implements Probe {
  readonly #settings: Settings;
  readonly #context: ProbeContext;
  readonly #observe: (seen: Observation) => void;
  readonly #links: SentinelLink[];
  readonly #like: RedisTarget;
  readonly #nodes = new Map<string, WatchedNode>();
  readonly #timer: NodeJS.Timeout;
  #primary: string | null = null;
  #lostAt: Instant | null = null;
  #noGoodReplica = false;
  #claimsSince: Instant | null = null;
  #failover: Failover | null = null;
  #busy = false;
  #again = false;
  #stopped = false;

  constructor(settings: Settings, context: ProbeContext, observe: (seen: Observation) => void) {
    this.#settings = settings;
    this.#context = context;
    this.#observe = observe;
    const scheme = settings.tls ? "rediss" : "redis";
    const sign = (username: string | undefined, password: string | undefined) => ({
      username: username ?? null,
      password: password ?? null,
    });
    this.#like = {
      ...redisTarget(`${scheme}://localhost`, settings.tls),
      ...sign(settings.username, settings.password),
    };
    this.#links = settings.sentinels.map((address) => {
      const target = {
        ...redisTarget(`${scheme}://${address}`, settings.tls),
        ...sign(settings.sentinel_username, settings.sentinel_password),
      };
      return new SentinelLink(target, settings.master, (event) => this.#told(event));
    });
    const known = context.memory.primary;
    if (typeof known === "string") this.#watchNodes([known]);
    this.#primary = typeof known === "string" ? known : null;
    this.#timer = setInterval(() => void this.#look(), settings.every);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    for (const one of [...this.#links, ...this.#nodes.values()]) one.stop();
  }

  /** The recorder's questions go to the primary. */
  ask(command: string, ...args: readonly string[]): Promise<unknown> {
    const node = this.#nodes.get(this.#primary ?? "");
    return node ? node.ask(command, ...args) : Promise.reject(new Error("There is no primary to ask."));
  }

  #told(event: string): void {
    if (event === "-failover-abort-no-good-slave") this.#noGoodReplica = true;
    if (event === "+promoted-slave" || event === "+switch-master") this.#noGoodReplica = false;
    void this.#look();
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
        const voices = await Promise.all(this.#links.map((link) => link.ask()));
        if (this.#stopped) return;
        this.#take(viewSentinels(voices, this.#views()));
      } while (this.#again && !this.#stopped);
    } finally {
      this.#busy = false;
    }
  }

  #take(view: SentinelView): void {
    const now = this.#context.clock();
    const before = this.#primary;
    if (view.primary !== null) {
      this.#watchNodes(view.known);
      this.#primary = view.primary;
    }
    const node = this.#nodes.get(this.#primary ?? "");
    const verdict = node?.verdict();
    // A node that was just found has not been looked at yet: the next turn knows more.
    if (node && !verdict) return;
    const isWritable = verdict?.failure === null && node?.facts().role === "master";
    if (before !== null && this.#primary !== null && before !== this.#primary)
      this.#failover = { lostAt: this.#lostAt, promotedAt: 0, from: before, to: this.#primary };
    if (isWritable) this.#noGoodReplica = false;
    else this.#lostAt ??= verdict?.since ?? now;
    this.#claimsSince = view.facts.other_primaries === 0 ? null : (this.#claimsSince ?? now);
    this.#report(view, node, now);
    if (isWritable) this.#lostAt = null;
  }

  #report(view: SentinelView, node: WatchedNode | undefined, now: Instant): void {
    const verdict = node?.verdict() ?? null;
    const facts = this.#factsOf(view, node, now);
    const judged = judgeFacts(facts, now);
    const failover = facts.primary_down === 0 && this.#failover ? { ...this.#failover, promotedAt: now } : null;
    if (failover) this.#failover = null;
    this.#observe({
      at: now,
      ...judged,
      confirmed: verdict?.confirmed === true || facts.primary_down === 1,
      ...(this.#lostAt === null || facts.primary_down === 0 ? {} : { since: this.#lostAt }),
      latencyMs: verdict?.latencyMs ?? null,
      facts,
      memory: { ...(node?.memory() ?? {}), ...(this.#primary === null ? {} : { primary: this.#primary }) },
      ...(failover ? { failover } : {}),
    });
  }

  #factsOf(view: SentinelView, node: WatchedNode | undefined, now: Instant): Facts {
    const failure = node?.verdict()?.failure ?? null;
    const isPrimary = node?.facts().role === "master";
    const primaryDown = failure === null && isPrimary ? 0 : 1;
    const { host, port } = node?.target ?? { host: "unknown", port: 0 };
    return {
      ...this.#context.joined?.(),
      ...(failure === null && isPrimary ? node?.facts() : {}),
      ...view.facts,
      topology: JSON.stringify(view.topology),
      host,
      port,
      primary_down: primaryDown,
      ...(this.#lostAt === null ? {} : { primary_down_s: Math.round((now - this.#lostAt) / SECOND) }),
      ...(this.#noGoodReplica ? { no_good_replica: 1 } : {}),
      ...(this.#settings.expected_replicas === undefined
        ? {}
        : { expected_replicas: this.#settings.expected_replicas }),
      ...(this.#claimsSince !== null && now - this.#claimsSince >= CLAIM_MS ? { split_brain: 1 } : {}),
      ...(failure ? { failure: failure.cause, code: failure.code } : {}),
      ...(failure?.reply === undefined ? {} : { reply: failure.reply }),
    };
  }

  #views(): Map<string, NodeView> {
    return new Map(
      [...this.#nodes].flatMap(([address, node]) => {
        const verdict = node.verdict();
        if (!verdict) return [];
        const { role, master_link_status, master_sync_in_progress } = node.facts();
        const note =
          master_sync_in_progress === 1
            ? "copies its primary"
            : master_link_status === "down"
              ? "not in sync"
              : undefined;
        return [
          [
            address,
            {
              answers: verdict.failure === null,
              role: role === undefined ? null : String(role),
              ...(note ? { note } : {}),
            },
          ] as const,
        ];
      }),
    );
  }

  /** Watches every known node, and lets go of those nobody knows any more. */
  #watchNodes(known: readonly string[]): void {
    for (const address of known) {
      const target = targetAt(address, this.#like);
      if (this.#nodes.has(address) || !target) continue;
      const { clock, memory } = this.#context;
      const isRemembered = memory.primary === address;
      const node = new WatchedNode({
        target: this.#like.tls ? { ...target, tls: { servername: target.host, ...this.#like.tls } } : target,
        name: `status-${this.#settings.key}`,
        everyMs: this.#settings.every,
        clock,
        memory: isRemembered ? memory : null,
        turned: () => void this.#look(),
      });
      this.#nodes.set(addressOf(target), node);
    }
    for (const [address, node] of this.#nodes) {
      if (known.includes(address) || address === this.#primary) continue;
      node.stop();
      this.#nodes.delete(address);
    }
  }
}
