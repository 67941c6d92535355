import type { Redis } from "ioredis";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import { numberOf, parseInfo, serverTimeMs } from "#lib/monitor/redis/info.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { within } from "#lib/monitor/redis/within.ts";

const ASK_MS = 1_000;

/** Asks a Redis when it last saved its data, as a backup of it. */
export class SavesOfRedis {
  readonly #redis: Redis;

  constructor(target: RedisTarget, name: string) {
    this.#redis = monitorConnection(target, name);
    // Whether it answers is for its own monitor to say.
    this.#redis.on("error", () => undefined);
  }

  /** How old its last good save is; null when it does not answer or does not say: then nothing is known of its backups. */
  async look(now: Instant): Promise<Facts | null> {
    try {
      if (this.#redis.status === "wait") await this.#redis.connect();
      const info = parseInfo(await within(this.#redis.info(), ASK_MS));
      const savedAt = numberOf(info, "rdb_last_save_time") * SECOND;
      if (Number.isNaN(savedAt) || info.loading === "1") return null;
      const ageMs = (serverTimeMs(info) ?? now) - savedAt;
      // What has not changed since is as good as saved now; so is what its log of changes holds.
      const isSaved =
        numberOf(info, "rdb_changes_since_last_save") === 0 ||
        (info.aof_enabled === "1" && info.aof_last_write_status === "ok");
      return {
        backup_age_s: isSaved ? 0 : Math.max(0, Math.round(ageMs / SECOND)),
        rdb_age_s: Math.max(0, Math.round(ageMs / SECOND)),
        rdb_last_bgsave_status: info.rdb_last_bgsave_status ?? "",
        aof_enabled: info.aof_enabled ?? "",
      };
    } catch {
      return null;
    }
  }

  stop(): void {
    this.#redis.disconnect();
  }
}
