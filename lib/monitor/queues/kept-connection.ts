import type { Redis } from "ioredis";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { classifyError, type Failure } from "#lib/monitor/redis/classify.ts";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { addressOf } from "#lib/monitor/topology/watched-node.ts";
import type { Place } from "./place.ts";

const CONNECT_WITHIN_MS = 2_000;
/** A primary moves at most every few minutes; a lost one is looked for at once. */
const PLACE_KEPT_MS = 15 * SECOND;

/** One connection that is kept, to a place that may move. */
export class KeptConnection {
  readonly #place: Place;
  readonly #name: string;
  #redis: Redis | null = null;
  #target: RedisTarget | null = null;
  #placedAt: Instant | null = null;
  #refusal: Failure | null = null;
  #stopped = false;

  constructor(place: Place, name: string) {
    this.#place = place;
    this.#name = name;
  }

  /** Where it leads; null while nobody knows where the primary is. */
  target(): RedisTarget | null {
    return this.#target;
  }

  /** Why Redis does not let us in; null when it did, or has not said. */
  refusal(): Failure | null {
    return this.#refusal;
  }

  /** The connection, after a moment's wait when it is just being made: look at its status. Null: there is no place to connect to. */
  async use(now: Instant): Promise<Redis | null> {
    const isKept = this.#placedAt !== null && now - this.#placedAt < PLACE_KEPT_MS && now >= this.#placedAt;
    if (!isKept || this.#redis?.status !== "ready") await this.#settle(now);
    if (this.#redis) await readiness(this.#redis);
    return this.#redis;
  }

  /** Gives up a connection that does not answer; another one is made. */
  drop(): void {
    if (!this.#stopped) this.#redis?.disconnect(true);
  }

  stop(): void {
    this.#stopped = true;
    this.#redis?.disconnect();
  }

  async #settle(now: Instant): Promise<void> {
    const target = await this.#place();
    this.#placedAt = now;
    if (this.#stopped || target === null) return;
    if (this.#target && addressOf(this.#target) === addressOf(target)) return;
    this.#redis?.disconnect();
    this.#target = target;
    const redis = monitorConnection(target, this.#name);
    // Only class and code are kept: the error object can hold the password.
    redis.on("error", (error: NodeJS.ErrnoException) => {
      this.#refusal = classifyError(error);
    });
    redis.on("ready", () => {
      this.#refusal = null;
    });
    redis.connect().catch(() => undefined);
    this.#redis = redis;
  }
}

function readiness(redis: Redis): Promise<void> {
  if (redis.status === "ready" || redis.status === "end") return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const event of ["ready", "error", "end"]) redis.off(event, done);
      resolve();
    };
    const timer = setTimeout(done, CONNECT_WITHIN_MS);
    for (const event of ["ready", "error", "end"]) redis.on(event, done);
  });
}
