import { readFileSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Config, ConfigError } from "#lib/config/environment.ts";
import { loadStatusFile } from "#lib/config/load.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { readAppliedConfiguration } from "#lib/store/configuration.ts";
import { type Database, engineOf } from "#lib/store/database.ts";
import { storeFault } from "#lib/store/faults.ts";
import { readLease, storeBytes, storeClock } from "#lib/store/health.ts";
import { LATEST_MIGRATION } from "#lib/store/migrate.ts";
import { listSignals } from "#lib/store/signals.ts";
import { tryWrite } from "#lib/store/state-version.ts";
import { keptBackups } from "./kept-backups.ts";

/** How this installation is, as one of its web processes sees it. Holds no address, no path and no secret. */
export type SystemState = {
  version: string;
  node: string;
  store: {
    engine: "sqlite" | "postgres";
    bytes: number;
    schema: string /** Why it takes no writes; null: it does. */;
    fault: string | null;
  };
  /** How far the store's clock is from ours, in ms; above 0: it is ahead. */
  clockMs: number;
  /** Who watches: until when it has the right to, and when anything was last looked at; null: nobody ever did. */
  worker: { expiresAt: Instant; lookedAt: Instant | null } | null;
  webUpMs: number;
  /** The newest backup in our data folder; null: there is none. */
  backup: { madeAt: Instant; bytes: number; kept: number } | null;
  /** Of the data folder; null when it cannot be told. */
  disk: { freeBytes: number; bytes: number } | null;
  /** Where the configuration comes from, and what is wrong with it; null: nothing. */
  configuration: { from: "file" | "store" | "default"; changedAt: Instant | null; fault: string | null };
  /** When it was last looked whether mail can leave runs out then; null: never looked. */
  mailTest: { expiresAt: Instant } | null;
};

/** Reads the state as it is; what cannot be read is a part of it. */
export async function readSystem(
  config: Config,
  db: Database,
  env: Readonly<Record<string, string | undefined>>,
  clock: () => Instant,
): Promise<SystemState> {
  const fault = await tryWrite(db).then(
    () => null,
    (error) => storeFault(error)?.message ?? "The store does not take writes.",
  );
  const before = clock();
  const storeAt = await storeClock(db);
  const clockMs = storeAt < before ? storeAt - before : Math.max(storeAt - clock(), 0);
  const [bytes, lease, mail, signals, applied] = await Promise.all([
    storeBytes(db),
    readLease(db, "monitor"),
    readLease(db, "self-test"),
    listSignals(db),
    readAppliedConfiguration(db),
  ]);
  const looks = signals.map((one) => one.observed_at);
  return {
    version: ownVersion(),
    node: process.versions.node,
    store: { engine: engineOf(db), bytes, schema: LATEST_MIGRATION, fault },
    clockMs,
    worker: lease ? { expiresAt: lease.expires_at, lookedAt: looks.length === 0 ? null : Math.max(...looks) } : null,
    webUpMs: Math.round(process.uptime() * 1_000),
    backup: newestBackup(config.dataDir),
    disk: diskOf(config.dataDir),
    configuration: configurationOf(config, env, applied ?? null),
    mailTest: mail ? { expiresAt: mail.expires_at } : null,
  };
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8")) as { version: string };
  return version;
}

function newestBackup(dataDir: string): SystemState["backup"] {
  const kept = keptBackups(dataDir);
  const [newest] = kept;
  return newest ? { madeAt: newest.madeAt, bytes: statSync(newest.file).size, kept: kept.length } : null;
}

function diskOf(dataDir: string): SystemState["disk"] {
  try {
    const { bavail, blocks, bsize } = statfsSync(dataDir);
    return { freeBytes: bavail * bsize, bytes: blocks * bsize };
  } catch {
    return null; // Not every file system says.
  }
}

function configurationOf(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
  applied: { text: string; applied_at: Instant } | null,
): SystemState["configuration"] {
  const file = statSync(config.configFile.path, { throwIfNoEntry: false });
  const from = file ? "file" : applied ? "store" : "default";
  const changedAt = file ? Math.round(file.mtimeMs) : (applied?.applied_at ?? null);
  try {
    loadStatusFile(config, env, applied?.text ?? null);
    return { from, changedAt, fault: null };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // The path before the words is the operators' host's own business.
    return { from, changedAt, fault: error.message.replaceAll(config.configFile.path, "status.yaml") };
  }
}
