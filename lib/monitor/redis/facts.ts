import type { Redis } from "ioredis";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Role } from "#lib/domain/role.ts";
import { canariesOf } from "./canary.ts";
import { Counters, flushCount } from "./counters.ts";
import { type KeyLook, type RedisMemory, rememberKeys, SteadyKeys } from "./data-loss.ts";
import { type Info, keyCount, numberOf, parseInfo, serverTimeMs } from "./info.ts";
import { infoFacts } from "./info-facts.ts";
import { OptionalCommands } from "./optional.ts";
import { SLOW_ENTRIES, slowFacts } from "./slow-log.ts";
import type { RedisTarget } from "./target.ts";

/** At every fifth PING, and at least this often. */
const LOOK_EVERY_MS = 5 * SECOND;
/** An INFO that came late or not at all does not wipe out what the one before said, for so long. */
const KEPT_MS = 15 * SECOND;

type Watched = {
  target: RedisTarget;
  /** The kept connection. */
  redis: Redis;
  /** What was remembered of it; null for one that is new to us. */
  memory: RedisMemory | null;
  /** What it is used for: keys of sessions and caches stay, those of a queue come and go. */
  roles: ReadonlySet<Role>;
  pingEveryMs: number;
};

/** Everything that is measured of a Redis while it answers: INFO, what its counters did, its slow log, its keys. */
export class RedisFacts {
  readonly #target: RedisTarget;
  readonly #optional: OptionalCommands;
  readonly #counters = new Counters();
  readonly #steady = new SteadyKeys();
  readonly #watchesDeletion: boolean;
  readonly #everyMs: number;
  #memory: RedisMemory | null;
  #info: Info = {};
  #slow: Facts = {};
  #lookedAt: Instant = 0;
  #infoAt: Instant = 0;

  constructor({ target, redis, memory, roles, pingEveryMs }: Watched) {
    this.#target = target;
    this.#everyMs = Math.min(LOOK_EVERY_MS, 5 * pingEveryMs);
    this.#optional = new OptionalCommands(redis);
    this.#memory = memory;
    this.#watchesDeletion = (roles.has("sessions") || roles.has("cache")) && !roles.has("queue");
    redis.on("ready", () => {
      this.#lookedAt = 0;
    });
  }

  /** Looks again if it is time, or if `again` says that what was seen before may be past. */
  async look(now: Instant, again: boolean): Promise<void> {
    if (!again && now - this.#lookedAt < this.#everyMs && now >= this.#lookedAt) return;
    this.#lookedAt = now;
    const canaries = canariesOf(this.#target);
    // In this order on one connection: what had expired is gone when it is counted.
    const [ours, info, commands, slow] = await Promise.all([
      canaries.length === 0 ? 0 : this.#optional.ask("EXISTS", ...canaries),
      this.#optional.ask("INFO"),
      this.#optional.ask("INFO", "commandstats"),
      this.#optional.ask("SLOWLOG", "GET", SLOW_ENTRIES),
    ]);
    if (typeof info === "string") {
      this.#take(
        parseInfo(info),
        parseInfo(typeof commands === "string" ? commands : ""),
        typeof ours === "number" ? ours : canaries.length,
        now,
      );
      this.#slow = slowFacts(slow, serverTimeMs(this.#info) ?? now);
    } else if (now - this.#infoAt >= KEPT_MS) this.forget();
  }

  /** It does not answer any more: what was measured before says nothing of now. */
  forget(): void {
    this.#info = {};
    this.#slow = {};
    this.#counters.forget();
  }

  /** What was visible at the last look. */
  facts(): Facts {
    const { lostAt, lostKeys, lostBy, role } = this.#memory ?? {};
    const isVisible = this.#info.run_id !== undefined;
    return {
      ...infoFacts(this.#info),
      ...this.#counters.facts(),
      ...this.#slow,
      ...(isVisible && role ? { expected_role: role } : {}),
      ...(isVisible && lostAt !== undefined ? { keys_before: lostKeys ?? 0, lost_by: lostBy ?? "restart" } : {}),
    };
  }

  /** What must survive our own restart. */
  memory(): RedisMemory | null {
    return this.#memory;
  }

  /** `ours`: how many of its keys are canaries. */
  #take(info: Info, commands: Info, ours: number, now: Instant): void {
    this.#info = info;
    this.#infoAt = now;
    const withCommands = { ...info, ...commands };
    this.#counters.take(withCommands, now);
    const counted = keyCount(info);
    const keys = counted === null ? null : Math.max(0, counted - ours);
    // A replica takes over its primary's keys, and whoever loads has not got its own yet.
    if (keys === null || info.loading === "1" || info.role !== "master") return;
    const went = numberOf(info, "expired_keys") + numberOf(info, "evicted_keys");
    const seen: KeyLook = { runId: String(info.run_id), keys, flushes: flushCount(withCommands), went };
    const steady = this.#watchesDeletion ? this.#steady.take(seen, now) : null;
    this.#memory = rememberKeys(this.#memory, seen, steady, now);
  }
}
