import type { Redis } from "ioredis";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { within } from "#lib/monitor/redis/within.ts";
import { addressOf } from "./watched-node.ts";

const ASK_MS = 500;
/** Its events that change what we think; every other one waits for the next look. */
const TELLING = new Set(["+switch-master", "+odown", "-odown", "-failover-abort-no-good-slave", "+promoted-slave"]);

/** What one Sentinel says of the master it was asked about. */
export type SentinelVoice = {
  address: string;
  /** False: it did not answer in time, and the rest is empty. */
  answers: boolean;
  /** `host:port` of the primary it would send clients to. */
  primary: string | null;
  master: Readonly<Record<string, string>>;
  replicas: readonly Readonly<Record<string, string>>[];
  /** Whether enough Sentinels live to start and to authorise a failover; null when not visible. */
  hasQuorum: boolean | null;
};

/** One Sentinel: asked every second, and listened to. Never through ioredis' Sentinel mode, which hides faults behind retries. */
export class SentinelLink {
  readonly address: string;
  readonly #redis: Redis;
  readonly #listener: Redis;
  readonly #master: string;

  constructor(target: RedisTarget, master: string, told: (event: string) => void) {
    this.address = addressOf(target);
    this.#master = master;
    this.#redis = monitorConnection(target, "status-sentinel");
    this.#listener = monitorConnection(target, "status-sentinel-events");
    // Errors may hold the password; what matters is that it does not answer.
    for (const redis of [this.#redis, this.#listener]) redis.on("error", () => undefined);
    this.#listener.on("ready", () => void this.#listener.psubscribe("*").catch(() => undefined));
    this.#listener.on("pmessage", (_pattern: string, event: string, message: string) => {
      if (TELLING.has(event) && message.split(" ").includes(master)) told(event);
    });
    for (const redis of [this.#redis, this.#listener]) redis.connect().catch(() => undefined);
  }

  async ask(): Promise<SentinelVoice> {
    const call = (verb: string) => within(this.#redis.call("SENTINEL", verb, this.#master), ASK_MS);
    const silent: SentinelVoice = {
      address: this.address,
      answers: false,
      primary: null,
      master: {},
      replicas: [],
      hasQuorum: null,
    };
    try {
      const [place, master, replicas, hasQuorum] = await Promise.all([
        call("get-master-addr-by-name"),
        call("master").then(recordOf),
        call("replicas").then((list) => (Array.isArray(list) ? list.map(recordOf) : [])),
        call("ckquorum").then(
          () => true,
          (error: Error) => (/^NOQUORUM/.test(error.message) ? false : null),
        ),
      ]);
      const primary = Array.isArray(place) ? addressOf({ host: String(place[0]), port: Number(place[1]) }) : null;
      return { address: this.address, answers: true, primary, master, replicas, hasQuorum };
    } catch {
      // A silent connection is replaced, as any other.
      if (this.#redis.status === "ready") this.#redis.disconnect(true);
      return silent;
    }
  }

  stop(): void {
    this.#redis.disconnect();
    this.#listener.disconnect();
  }
}

/** `[name, value, name, value …]` as Redis answers it. */
export function recordOf(flat: unknown): Record<string, string> {
  const record: Record<string, string> = {};
  if (!Array.isArray(flat)) return record;
  for (let i = 0; i + 1 < flat.length; i += 2) record[String(flat[i])] = String(flat[i + 1]);
  return record;
}
