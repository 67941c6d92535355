import type { Redis } from "ioredis";
import type { MonitorSettings } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { classifyReply, classifyTransport, type Failure } from "#lib/monitor/redis/classify.ts";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import { type RedisMemory, readMemory, rememberKeys } from "#lib/monitor/redis/data-loss.ts";
import { askFresh } from "#lib/monitor/redis/fresh.ts";
import { factsOf, type Info, judgeInfo, keyCount, parseInfo } from "#lib/monitor/redis/info.ts";
import { type RedisTarget, redisTarget } from "#lib/monitor/redis/target.ts";
import { Overdue, within } from "#lib/monitor/redis/within.ts";
import type { Probe, ProbeContext, StartProbe } from "./probe.ts";

type Settings = Extract<MonitorSettings, { type: "redis" }>;

const DEADLINE_MS = 500;
/** A lost connection is tried anew at 0, 250 and 750 ms; three failures are a death (redis.md §5). */
const TRIES_MS = [0, 250, 500];
const INFO_EVERY_MS = 5 * SECOND;
/** An open connection is blind to a full client table, a rotated password, an expired certificate. */
const ROUTINE_EVERY_MS = 15 * SECOND;
const AGAIN_MS = 100;

/**
 * Watches one Redis through one kept connection and fresh ones as second
 * opinion: a death is certain after 0.75 s, a silence after two deadlines, and
 * a restart shorter than that is no outage. Redis.md §5 has the measurements.
 */
export const startRedisProbe: StartProbe<Settings> = (settings, context, observe) =>
  new RedisProbe(settings, context, observe);

class RedisProbe implements Probe {
  readonly #target: RedisTarget;
  readonly #redis: Redis;
  readonly #context: ProbeContext;
  readonly #observe: (seen: Observation) => void;
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
  #memory: RedisMemory | null;
  #info: Info = {};
  #infoAt: Instant = 0;
  #routineAt: Instant;
  #routine: Failure | null = null;
  #downSince: Instant = 0;

  constructor(settings: Settings, context: ProbeContext, observe: (seen: Observation) => void) {
    this.#context = context;
    this.#observe = observe;
    this.#target = redisTarget(settings.url);
    this.#memory = readMemory(context.memory);
    this.#routineAt = context.clock();
    this.#redis = monitorConnection(this.#target, `status-${settings.key}`);
    // Only the code is kept: the error object can hold the password.
    this.#redis.on("error", (error: NodeJS.ErrnoException) => {
      this.#connectError = classifyReply(error.message) ?? classifyTransport(error.code ?? "");
    });
    this.#redis.on("close", () => {
      if (!this.#stopped && !this.#ours && this.#state === "up") void this.#suspect("closed");
      this.#ours = false;
    });
    this.#redis.on("ready", () => {
      this.#infoAt = 0;
      void this.#tick();
    });
    this.#redis.connect().catch(() => undefined);
    this.#timer = setInterval(() => void this.#tick(), settings.every);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#redis.disconnect();
  }

  async #tick(): Promise<void> {
    if (this.#busy || this.#stopped || this.#suspecting) return;
    this.#busy = true;
    try {
      if (this.#state === "down") await this.#lookForLife();
      else if (this.#redis.status === "ready") await this.#ping();
      else if (this.#state === "unknown") await this.#suspect("closed");
    } finally {
      this.#busy = false;
    }
  }

  async #ping(): Promise<void> {
    const begun = performance.now();
    try {
      await within(this.#redis.ping(), DEADLINE_MS);
    } catch (error) {
      if (error instanceof Overdue) return this.#suspect("silent");
      const failure = classifyReply((error as Error).message);
      // A broken connection says so by its close event.
      if (failure) await this.#reportFailure(failure);
      return;
    }
    const latencyMs = performance.now() - begun;
    this.#state = "up";
    await this.#readInfo();
    await this.#askRoutine();
    this.#report(judgeInfo(this.#info) ?? this.#routine ?? this.#lost(), latencyMs, false);
  }

  /** Something answered with an error: that is the finding, with what INFO adds to it. */
  async #reportFailure(failure: Failure): Promise<void> {
    this.#state = "up";
    this.#infoAt = 0;
    await this.#readInfo();
    this.#report(failure, null, false);
  }

  /** The connection is gone or silent: is it Redis, or only this connection? */
  async #suspect(kind: "closed" | "silent"): Promise<void> {
    if (this.#suspecting || this.#state === "down") return;
    this.#suspecting = true;
    const since = this.#context.clock();
    let failure: Failure | null = null;
    for (const waitMs of kind === "closed" ? TRIES_MS : [0]) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      failure = (await askFresh(this.#target, DEADLINE_MS)).failure;
      if (this.#stopped || failure === null) break;
      // Silence again is as certain as three refusals.
      if (failure.cause === "conn.hung" || failure.cause === "conn.timeout") break;
    }
    this.#suspecting = false;
    if (this.#stopped) return;
    if (failure) this.#goDown(failure, since);
    else if (kind === "closed") this.#reportBlind();
    if (kind === "silent") this.#drop();
  }

  #goDown(failure: Failure, since: Instant): void {
    this.#state = "down";
    this.#good = 0;
    this.#downSince = since;
    this.#report(failure, null, true);
  }

  /** Redis answers others, and this connection does not come about: we cannot look, which says nothing of Redis. */
  #reportBlind(): void {
    if (this.#redis.status === "ready") return;
    const failure = this.#connectError;
    if (failure?.status === null) this.#report(failure, null, false);
  }

  async #lookForLife(): Promise<void> {
    const { failure } = await askFresh(this.#target, DEADLINE_MS);
    if (this.#stopped) return;
    if (failure) {
      this.#good = 0;
      this.#infoAt = 0;
      if (failure.cause === "state.loading" && this.#redis.status === "ready") await this.#readInfo();
      return this.#report(failure, null, true);
    }
    this.#good += 1;
    if (this.#good < 2) {
      setTimeout(() => void this.#tick(), AGAIN_MS);
      return;
    }
    if (this.#redis.status !== "ready") {
      this.#reportBlind();
      return;
    }
    this.#infoAt = 0;
    await this.#readInfo();
    this.#state = "up";
    this.#report(judgeInfo(this.#info) ?? this.#lost(), null, true);
  }

  async #readInfo(): Promise<void> {
    const now = this.#context.clock();
    if (now - this.#infoAt < INFO_EVERY_MS && now >= this.#infoAt) return;
    this.#infoAt = now;
    try {
      this.#info = parseInfo(await within(this.#redis.info(), DEADLINE_MS));
    } catch {
      // Not permitted, renamed or late: not visible is not an alarm.
      this.#info = {};
      return;
    }
    const keys = keyCount(this.#info);
    if (keys === null || this.#info.loading === "1") return;
    this.#memory = rememberKeys(this.#memory, { runId: this.#info.run_id as string, keys }, now);
  }

  async #askRoutine(): Promise<void> {
    const now = this.#context.clock();
    if (this.#routine === null && now - this.#routineAt < ROUTINE_EVERY_MS && now >= this.#routineAt) return;
    this.#routineAt = now;
    this.#routine = (await askFresh(this.#target, DEADLINE_MS)).failure;
  }

  #lost(): Failure | null {
    if (this.#memory?.lostAt === undefined) return null;
    return { cause: "data.lost", status: "degraded_performance", code: "restarted empty" };
  }

  /** Drops a connection that does not answer; ioredis opens another. */
  #drop(): void {
    if (this.#redis.status === "end" || this.#stopped) return;
    this.#ours = true;
    this.#redis.disconnect(true);
  }

  #report(failure: Failure | null, latencyMs: number | null, confirmed: boolean): void {
    const at = this.#context.clock();
    const isLoss = failure?.cause === "data.lost";
    const facts: Facts = {
      host: this.#target.host,
      port: this.#target.port,
      ...(failure ? { failure: failure.cause, code: failure.code } : {}),
      ...(isLoss ? { keys_before: this.#memory?.lostKeys ?? 0 } : {}),
      ...factsOf(this.#info),
    };
    this.#observe({
      at,
      ...judgeFacts(facts, at),
      confirmed: confirmed || isLoss,
      ...(this.#state === "down" ? { since: this.#downSince } : {}),
      latencyMs,
      facts,
      ...(this.#memory ? { memory: this.#memory } : {}),
    });
  }
}
