import { type SaveHistory, withSave } from "#lib/domain/backup.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Info } from "#lib/monitor/redis/info.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { type Lease, requireLease } from "#lib/store/leases.ts";
import { readTargetMemory, writeTargetMemory } from "#lib/store/target-memory.ts";

/** Watches how one target saves its data: when it last went well, how large it was, what failed. */
export class SaveWatch {
  readonly #store: { db: Database; lease: Lease; monitorId: string };
  readonly #promiseMs: number | null;
  #history: SaveHistory | null = null;
  #info: Info = {};
  #rdbAt: Instant | null = null;
  #rewrites: number | null = null;

  /** `promiseMs`: no save may be older than this; null when nothing was promised. */
  constructor(store: { db: Database; lease: Lease; monitorId: string }, promiseMs: number | null) {
    this.#store = store;
    this.#promiseMs = promiseMs;
  }

  async look(info: Info, now: Instant): Promise<void> {
    if (info.rdb_last_save_time === undefined || info.loading === "1") return;
    const { db, lease, monitorId } = this.#store;
    const before = this.#history ??
      ((await readTargetMemory(db, monitorId, "backups")) as SaveHistory | null) ?? { saves: [] };
    const rdbAt = lastSaveAt(info, now);
    const rewrites = info.aof_rewrites === undefined ? null : Number(info.aof_rewrites);
    let history = before;
    // Before its first save Redis names its own start there: that is no save.
    const hasSaved = Number(info.rdb_saves ?? 1) > 0 || Number(info.rdb_last_bgsave_time_sec) >= 0;
    if (hasSaved && info.rdb_last_bgsave_status !== "err") {
      history = withSave(history, {
        kind: "rdb",
        at: rdbAt,
        bytes: numeric(info.used_memory_dataset),
        tookS: seconds(info.rdb_last_bgsave_time_sec),
      });
    }
    const hasRewritten = this.#rewrites !== null && rewrites !== null && rewrites > this.#rewrites;
    if (hasRewritten && info.aof_last_bgrewrite_status !== "err" && info.aof_rewrite_in_progress !== "1") {
      history = withSave(history, {
        kind: "aof",
        at: now,
        bytes: numeric(info.aof_base_size),
        tookS: seconds(info.aof_last_rewrite_time_sec),
      });
    }
    if (history !== before) {
      await inTransaction(db, async (tx) => {
        await requireLease(tx, lease);
        await writeTargetMemory(tx, monitorId, "backups", history, now);
      });
    }
    this.#history = history;
    this.#info = info;
    this.#rdbAt = rdbAt;
    if (info.aof_rewrite_in_progress !== "1") this.#rewrites = rewrites;
  }

  facts(now: Instant): Facts {
    if (this.#rdbAt === null) return {};
    const info = this.#info;
    const rewriteAt = this.#history?.saves.findLast((one) => one.kind === "aof")?.at;
    return {
      ...(this.#promiseMs === null ? {} : { backup_promise_s: Math.round(this.#promiseMs / SECOND) }),
      rdb_age_s: Math.max(0, Math.round((now - this.#rdbAt) / SECOND)),
      ...(rewriteAt === undefined ? {} : { aof_rewrite_age_s: Math.max(0, Math.round((now - rewriteAt) / SECOND)) }),
      ...shown(info, ["rdb_changes_since_last_save", "aof_enabled"], Number),
      ...shown(info, ["rdb_last_bgsave_status", "aof_last_bgrewrite_status"], String),
    };
  }
}

/** By the target's own clock where it tells it: clocks of two machines differ. */
function lastSaveAt(info: Info, now: Instant): Instant {
  const savedAt = Number(info.rdb_last_save_time) * SECOND;
  const itsNow = info.server_time_usec === undefined ? now : Number(info.server_time_usec) / 1_000;
  return Math.round(now - (itsNow - savedAt));
}

function numeric(text: string | undefined): number | null {
  return text === undefined || !/^\d+$/.test(text) ? null : Number(text);
}

/** Redis says -1 when there was none. */
function seconds(text: string | undefined): number | null {
  return numeric(text);
}

function shown<Value>(info: Info, names: readonly string[], as: (text: string) => Value): Record<string, Value> {
  return Object.fromEntries(
    names.flatMap((name) => (info[name] === undefined ? [] : [[name, as(info[name] as string)]])),
  );
}
