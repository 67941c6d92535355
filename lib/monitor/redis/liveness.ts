import type { Redis } from "ioredis";
import type { Instant } from "#lib/domain/instant.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { classifyError, classifyReply, type Failure } from "./classify.ts";
import { askFresh, hidesTarget, type SecondOpinion, unknownReply } from "./fresh.ts";
import type { RedisTarget } from "./target.ts";
import { Overdue, within } from "./within.ts";

const DEADLINE_MS = 500;
/** A lost connection is tried anew at 0, 250 and 750 ms; three failures are a death (redis.md §5). */
const TRIES_MS = [0, 250, 500];
/** An open connection is blind to a full client table, a rotated password, an expired certificate. */
const ROUTINE_EVERY_MS = 15 * SECOND;
const AGAIN_MS = 100;

/** Whether a target answers, as one look found it. */
export type Verdict = {
  /** What is wrong with the connection or the reply; null: it answers. */
  failure: Failure | null;
  latencyMs: number | null;
  /** A second opinion agrees. */
  confirmed: boolean;
  /** While it is down: when that began. */
  since: Instant | null;
};

type Parts = {
  target: RedisTarget;
  /** The kept connection: not connected yet. */
  redis: Redis;
  everyMs: number;
  clock: () => Instant;
  /** Called while something answers, before the verdict is given; `again`: what was seen before may be past. */
  look: (again: boolean) => Promise<void>;
  give: (verdict: Verdict) => void;
  seenFresh: (opinion: SecondOpinion) => void;
};

/**
 * Watches whether a Redis answers, through one kept connection and fresh ones as
 * second opinion: a death is certain after 0.75 s, a silence after two deadlines,
 * and a restart shorter than that is no outage. Redis.md §5 has the measurements.
 */
export class Liveness {
  readonly #parts: Parts;
  readonly #timer: NodeJS.Timeout;
  #state: "unknown" | "up" | "down" = "unknown";
  /** Good answers in a row of fresh connections while it is down. */
  #good = 0;
  #busy = false;
  #suspecting = false;
  #stopped = false;
  /** Set while we drop the connection ourselves: its close is no news. */
  #ours = false;
  #connectError: Failure | null = null;
  #routineAt: Instant;
  /** What the routine fresh connections failed with, in a row. */
  #routine: Failure[] = [];
  #downSince: Instant | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#routineAt = parts.clock();
    const { redis } = parts;
    // Only words and code are kept: the error object can hold the password.
    redis.on("error", (error: NodeJS.ErrnoException) => {
      this.#connectError = classifyError(error);
    });
    redis.on("close", () => {
      if (!this.#stopped && !this.#ours && this.#state === "up") void this.#suspect("closed");
      this.#ours = false;
    });
    redis.on("ready", () => void this.#tick());
    redis.connect().catch(() => undefined);
    this.#timer = setInterval(() => void this.#tick(), parts.everyMs);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#parts.redis.disconnect();
  }

  async #tick(): Promise<void> {
    if (this.#busy || this.#stopped || this.#suspecting) return;
    this.#busy = true;
    try {
      if (this.#state === "down") await this.#lookForLife();
      else if (this.#parts.redis.status === "ready") await this.#ping();
      // Not connected: is nobody there, or is it only we who are not let in?
      else await this.#suspect("closed");
    } finally {
      this.#busy = false;
    }
  }

  async #ping(): Promise<void> {
    const begun = performance.now();
    let failure: Failure | null = null;
    try {
      await within(this.#parts.redis.ping(), DEADLINE_MS);
    } catch (error) {
      if (error instanceof Overdue) return this.#suspect("silent");
      // A broken connection says so by its close event.
      if ((error as Error).name !== "ReplyError") return;
      const { message } = error as Error;
      failure = classifyReply(message) ?? unknownReply(message);
    }
    const latencyMs = failure === null ? performance.now() - begun : null;
    this.#state = "up";
    await this.#parts.look(failure !== null);
    if (failure === null) await this.#askRoutine();
    this.#give(failure ?? this.#routineFailure(), latencyMs, false);
  }

  /** The connection is gone or silent: is it Redis, or only this connection? */
  async #suspect(kind: "closed" | "silent"): Promise<void> {
    if (this.#suspecting || this.#state === "down") return;
    this.#suspecting = true;
    const since = this.#parts.clock();
    let failure: Failure | null = null;
    for (const waitMs of kind === "closed" ? TRIES_MS : [0]) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      failure = await this.#fresh();
      if (this.#stopped || failure === null) break;
      // Silence again is as certain as three refusals.
      if (failure.cause === "conn.hung" || failure.cause === "conn.timeout") break;
    }
    this.#suspecting = false;
    if (this.#stopped) return;
    if (failure) this.#goDown(failure, since);
    else if (kind === "closed") this.#giveBlind();
    if (kind === "silent") this.#drop();
  }

  #goDown(failure: Failure, since: Instant): void {
    this.#state = "down";
    this.#good = 0;
    this.#downSince = since;
    this.#give(failure, null, true);
  }

  /** Redis answers others, and this connection does not come about: we cannot look, which says nothing of Redis. */
  #giveBlind(): void {
    const failure = this.#connectError;
    if (this.#parts.redis.status !== "ready" && failure && hidesTarget(failure)) this.#give(failure, null, false);
  }

  async #lookForLife(): Promise<void> {
    const { redis, look } = this.#parts;
    const failure = await this.#fresh();
    if (this.#stopped) return;
    if (failure) {
      this.#good = 0;
      // While it loads, INFO says for how long.
      if (failure.cause === "state.loading" && redis.status === "ready") await look(true);
      return this.#give(failure, null, true);
    }
    this.#good += 1;
    if (this.#good < 2) {
      setTimeout(() => void this.#tick(), AGAIN_MS);
      return;
    }
    if (redis.status !== "ready") return this.#giveBlind();
    await look(true);
    this.#state = "up";
    this.#downSince = null;
    this.#routine = [];
    this.#give(null, null, true);
  }

  async #askRoutine(): Promise<void> {
    const now = this.#parts.clock();
    const isDue = now - this.#routineAt >= ROUTINE_EVERY_MS || now < this.#routineAt;
    if (this.#routine.length === 0 && !isDue) return;
    this.#routineAt = now;
    const failure = await this.#fresh();
    this.#routine = failure ? [...this.#routine.slice(-1), failure] : [];
  }

  /** New connections fail twice in a row while the kept one works. */
  #routineFailure(): Failure | null {
    return this.#routine.length >= 2 ? (this.#routine.at(-1) ?? null) : null;
  }

  async #fresh(): Promise<Failure | null> {
    const opinion = await askFresh(this.#parts.target, DEADLINE_MS);
    this.#parts.seenFresh(opinion);
    return opinion.failure;
  }

  /** Drops a connection that does not answer; ioredis opens another. */
  #drop(): void {
    if (this.#parts.redis.status === "end" || this.#stopped) return;
    this.#ours = true;
    this.#parts.redis.disconnect(true);
  }

  #give(failure: Failure | null, latencyMs: number | null, confirmed: boolean): void {
    this.#parts.give({ failure, latencyMs, confirmed, since: this.#downSince });
  }
}
