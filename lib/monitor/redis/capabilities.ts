import type { Redis } from "ioredis";
import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Role } from "#lib/domain/role.ts";
import { registerCanary, reserveWrites } from "./canary.ts";
import {
  type Capability,
  checkBlockingPop,
  checkExpiry,
  checkPublish,
  checkWrite,
  type Found,
  SOFT,
} from "./capability-checks.ts";
import { monitorConnection } from "./client.ts";
import { Subscriber } from "./subscriber.ts";
import type { RedisTarget } from "./target.ts";
import { Overdue } from "./within.ts";

type CheckName = "write" | "expiry" | "blocking_pop" | "publish";

const NEEDS: Readonly<Record<Role, readonly CheckName[]>> = {
  sessions: ["write", "expiry"],
  cache: ["write", "expiry"],
  locks: ["write", "expiry"],
  queue: ["write", "blocking_pop"],
  pubsub: ["publish"],
};

/** Whether writes are taken is what changes most: it is asked every other time. */
const ROUND: readonly CheckName[] = ["write", "expiry", "write", "publish", "write", "blocking_pop"];

/** Writes that a check makes. */
const WRITES: Readonly<Record<CheckName, number>> = { write: 1, expiry: 1, publish: 1, blocking_pop: 3 };

const CONNECTING_MS = 100;
const CLOSING_MS = 250;

const COVERS: Readonly<Record<CheckName, readonly Capability[]>> = {
  write: ["write", "read", "write_replicated"],
  expiry: ["expiry"],
  publish: ["publish"],
  blocking_pop: ["blocking_pop"],
};

/** What these keep must not be lost: their writes should reach a replica where there is one. */
const DURABLE: readonly Role[] = ["sessions", "queue", "locks"];

type Parts = {
  target: RedisTarget;
  /** The monitor's kept connection: the other side of what needs two. */
  main: Redis;
  monitorKey: string;
  roles: ReadonlySet<Role>;
  /** How many replicas it has, as far as we know. */
  replicas: () => number;
};

/**
 * Does what the declared roles do, at most one write a second, all of it under one
 * prefix with a TTL: a Redis that answers PING can still refuse every write.
 *
 * It has connections of its own: what blocks here never delays a PING.
 */
export class Capabilities {
  readonly #parts: Parts;
  readonly #redis: Redis;
  readonly #canary: { key: string; release: () => void };
  readonly #subscriber: Subscriber | null;
  readonly #round: readonly CheckName[];
  readonly #results = new Map<Capability, string>();
  readonly #doubts = new Set<Capability>();
  #turn = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { target, monitorKey, roles } = parts;
    const needed = new Set([...roles].flatMap((role) => NEEDS[role]));
    this.#round = ROUND.filter((check) => needed.has(check));
    this.#canary = registerCanary(target, monitorKey);
    this.#redis = monitorConnection(target, `status-${monitorKey}-canary`);
    // What is wrong with connections is found by the one that is kept for it.
    this.#redis.on("error", () => undefined);
    this.#redis.connect().catch(() => undefined);
    this.#subscriber = needed.has("publish") ? new Subscriber(target, this.#canary.key, monitorKey) : null;
    this.#next();
  }

  /** The latest result of every check that was visible. */
  facts(): Facts {
    return Object.fromEntries(this.#results);
  }

  /** It does not answer any more: what it could do before says nothing of now. */
  forget(): void {
    this.#results.clear();
    this.#doubts.clear();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#canary.release();
    this.#redis.disconnect();
    this.#subscriber?.stop();
  }

  /** Waits until both connections are there and the target may be written to again, then does the next check. */
  #next(): void {
    if (this.#stopped) return;
    const { main, target } = this.#parts;
    if (this.#redis.status !== "ready" || main.status !== "ready") {
      this.#timer = setTimeout(() => this.#next(), CONNECTING_MS);
      return;
    }
    const check = this.#round[this.#turn % this.#round.length] as CheckName;
    this.#turn += 1;
    this.#timer = setTimeout(() => void this.#check(check), reserveWrites(target, WRITES[check]));
  }

  async #check(check: CheckName): Promise<void> {
    try {
      this.#take(check, await this.#run(check));
      this.#next();
    } catch (error) {
      // Cut: the kept connection finds out what of. Silent, while PING may well be answered: writes can be paused alone.
      if (error instanceof Overdue) this.#take(check, { [check]: SOFT.late });
      else this.forget();
      if (this.#redis.status === "ready") this.#redis.disconnect(true);
      // It counts as ready until it has closed.
      if (!this.#stopped) this.#timer = setTimeout(() => this.#next(), CLOSING_MS);
    }
  }

  #run(check: CheckName): Promise<Found> {
    const { main, roles, replicas } = this.#parts;
    const { key } = this.#canary;
    if (check === "write")
      return checkWrite(this.#redis, key, replicas() > 0 && DURABLE.some((role) => roles.has(role)));
    if (check === "expiry") return checkExpiry(this.#redis, key);
    if (check === "blocking_pop") return checkBlockingPop(this.#redis, main, key);
    return this.#subscriber?.isListening()
      ? checkPublish(this.#redis, key, this.#subscriber.arrival)
      : Promise.resolve({});
  }

  #take(check: CheckName, found: Found): void {
    for (const name of COVERS[check]) {
      const result = found[name];
      const isSoft = Object.values(SOFT).some((soft) => soft === result);
      if (isSoft && !this.#doubts.has(name)) {
        this.#doubts.add(name);
        // A subscription can be forgotten on the way to us: the second try has a new one.
        if (result === SOFT.lost) this.#subscriber?.renew();
        continue;
      }
      if (!isSoft) this.#doubts.delete(name);
      if (result === undefined) this.#results.delete(name);
      else this.#results.set(name, result);
    }
  }
}
