import type { Redis } from "ioredis";
import { diagnose } from "#lib/diagnosis/diagnose.ts";
import { operatorWords } from "#lib/diagnosis/words.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { registerCanary } from "#lib/monitor/redis/canary.ts";
import { checkWrite } from "#lib/monitor/redis/capability-checks.ts";
import { classifyError, classifyReply, type Failure } from "#lib/monitor/redis/classify.ts";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import { RedisFacts } from "#lib/monitor/redis/facts.ts";
import { unknownReply } from "#lib/monitor/redis/fresh.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { Overdue, within } from "#lib/monitor/redis/within.ts";
import { failedStep, type Step, skipped } from "./step.ts";

const PATIENCE_MS = 3_000;
const PINGS = 5;

/** Signs in and asks, over the connection a monitor would keep. */
export class Look {
  readonly #target: RedisTarget;
  readonly #redis: Redis;
  readonly #measured: RedisFacts;
  #refusal: Failure | null = null;

  constructor(target: RedisTarget) {
    this.#target = target;
    this.#redis = monitorConnection(target, "pulsepage-doctor");
    this.#redis.on("error", (error: NodeJS.ErrnoException) => {
      this.#refusal ??= classifyError(error);
    });
    this.#measured = new RedisFacts({ target, redis: this.#redis, memory: null, roles: new Set(), pingEveryMs: 1_000 });
  }

  stop(): void {
    this.#redis.disconnect();
  }

  async signIn(): Promise<Step> {
    try {
      await within(this.#redis.connect(), PATIENCE_MS);
      await within(this.#redis.ping(), PATIENCE_MS);
    } catch (error) {
      const failure = this.#refusal ?? this.#said(error as Error);
      if (failure?.cause.startsWith("auth.")) return failedStep("auth", failure, this.#place());
      if (failure && failure.reply === undefined) return failedStep("auth", failure, this.#place());
    }
    const { username, password } = this.#target;
    if (password === null) return { step: "auth", result: "ok", says: "no password is asked for" };
    return { step: "auth", result: "ok", says: `signed in as ${username ?? "default"}` };
  }

  async ping(): Promise<Step> {
    const times: number[] = [];
    for (let i = 0; i < PINGS; i += 1) {
      const begun = performance.now();
      try {
        await within(this.#redis.ping(), PATIENCE_MS);
      } catch (error) {
        const failure = this.#said(error as Error);
        return failedStep("ping", failure ?? { cause: "conn.closed", code: "ECLOSED" }, this.#place());
      }
      times.push(performance.now() - begun);
    }
    const middle = times.toSorted((a, b) => a - b)[PINGS >> 1] as number;
    return { step: "ping", result: "ok", says: `PONG within ${middle.toFixed(1)} ms (middle of ${PINGS})` };
  }

  /** Its role and what INFO says, with every diagnosis the facts allow. */
  async info(now: Instant): Promise<Step[]> {
    await this.#measured.look(now, true);
    const facts: Facts = { ...this.#measured.facts(), ...this.#place() };
    if (facts.redis_version === undefined && facts.role === undefined)
      return [notVisible("role"), { ...notVisible("info"), says: "INFO is not visible to this user" }];
    return [roleStep(facts), infoStep(facts)];
  }

  /** Writes a canary key that goes after a minute, and reads it back. */
  async write(): Promise<Step> {
    const canary = registerCanary(this.#target, "doctor");
    try {
      const { write, read } = await checkWrite(this.#redis, canary.key, false);
      if (write === undefined) return notVisible("write");
      if (write === "ok" && (read === "ok" || read === undefined))
        return { step: "write", result: "ok", says: `wrote ${canary.key} and read it back; it goes after a minute` };
      const [diagnosis] = diagnose({ write, ...(read === undefined ? {} : { read }) });
      const failure = {
        cause: diagnosis?.cause ?? "write.refused",
        code: write,
        reply: write === "ok" ? "not found when read" : write,
      };
      return failedStep("write", failure, this.#place());
    } catch {
      return failedStep("write", { cause: "write.refused", code: "TIMEOUT" }, this.#place());
    } finally {
      canary.release();
    }
  }

  #place(): { host: string; port: number } {
    return { host: this.#target.host, port: this.#target.port };
  }

  #said(error: Error): Failure | null {
    if (error instanceof Overdue) return { cause: "conn.hung", code: "TIMEOUT" };
    if (error.name !== "ReplyError") return null;
    return classifyReply(error.message) ?? unknownReply(error.message);
  }
}

function notVisible(step: "role" | "info" | "write"): Step {
  return { step, result: "note", says: "not visible to this user: no alarm is made of it" };
}

function roleStep(facts: Facts): Step {
  if (facts.role === undefined) return skipped("role", "INFO does not say");
  const { connected_slaves: replicas = 0, master_link_status: link } = facts;
  if (facts.role === "master") return { step: "role", result: "ok", says: `primary, ${replicas} connected replicas` };
  return { step: "role", result: "note", says: `replica, link to its primary ${link ?? "unknown"}: it refuses writes` };
}

function infoStep(facts: Facts): Step {
  const found = diagnose(facts);
  const about = `Redis ${facts.redis_version ?? "of unknown version"}, up for ${facts.uptime_in_seconds ?? "?"} s, ${facts.keys ?? 0} keys`;
  const [leading] = found;
  if (!leading) return { step: "info", result: "ok", says: about };
  const { advice, commands } = operatorWords(leading.cause, facts);
  const titles = found.map((one) => operatorWords(one.cause).title).join("; ");
  const result = leading.status === null ? "note" : "failed";
  return { step: "info", result, says: `${about}: ${titles}`, cause: leading.cause, advice, commands };
}
