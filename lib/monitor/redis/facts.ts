import type { Redis } from "ioredis";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Role } from "#lib/domain/role.ts";
import { Counters, flushCount } from "./counters.ts";
import { type KeyLook, type RedisMemory, rememberKeys, SteadyKeys } from "./data-loss.ts";
import { type Info, keyCount, numberOf, parseInfo, serverTimeMs } from "./info.ts";
import { infoFacts } from "./info-facts.ts";
import { OptionalCommands } from "./optional.ts";
import { SLOW_ENTRIES, slowFacts } from "./slow-log.ts";

/** At every fifth PING, and at least this often. */
const LOOK_EVERY_MS = 5 * SECOND;
/** An INFO that came late or not at all does not wipe out what the one before said, for so long. */
const KEPT_MS = 15 * SECOND;

/** Everything that is measured of a Redis while it answers: INFO, what its counters did, its slow log, its keys. */
export class RedisFacts {
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

  /** `roles`: what it is used for; keys of sessions and caches stay, those of a queue come and go. */
  constructor(redis: Redis, memory: RedisMemory | null, roles: ReadonlySet<Role>, pingEveryMs: number) {
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
    const [info, commands, slow] = await Promise.all([
      this.#optional.ask("INFO"),
      this.#optional.ask("INFO", "commandstats"),
      this.#optional.ask("SLOWLOG", "GET", SLOW_ENTRIES),
    ]);
    if (typeof info === "string") this.#take(info, typeof commands === "string" ? commands : "", slow, now);
    else if (now - this.#infoAt >= KEPT_MS) this.forget();
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

  #take(text: string, commands: string, slow: unknown, now: Instant): void {
    const info = parseInfo(text);
    this.#info = info;
    this.#infoAt = now;
    const withCommands = { ...info, ...parseInfo(commands) };
    this.#counters.take(withCommands, now);
    this.#slow = slowFacts(slow, serverTimeMs(info) ?? now);
    const keys = keyCount(info);
    // A replica takes over its primary's keys, and whoever loads has not got its own yet.
    if (keys === null || info.loading === "1" || info.role !== "master") return;
    const went = numberOf(info, "expired_keys") + numberOf(info, "evicted_keys");
    const seen: KeyLook = { runId: String(info.run_id), keys, flushes: flushCount(withCommands), went };
    const steady = this.#watchesDeletion ? this.#steady.take(seen, now) : null;
    this.#memory = rememberKeys(this.#memory, seen, steady, now);
  }
}
