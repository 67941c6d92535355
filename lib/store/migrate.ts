import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { first } from "./migrations/0001-first.ts";
import { redis } from "./migrations/0002-redis.ts";
import { channels } from "./migrations/0003-channels.ts";
import { subscriptions } from "./migrations/0004-subscriptions.ts";
import { page } from "./migrations/0005-page.ts";
import { topology } from "./migrations/0007-topology.ts";
import { recorder } from "./migrations/0009-recorder.ts";
import { operators } from "./migrations/0010-operators.ts";
import { translations } from "./migrations/0011-translations.ts";
import { worlds } from "./migrations/0012-worlds.ts";
import { consoleTables } from "./migrations/0015-console.ts";
import { past } from "./migrations/0018-past.ts";

/** Every migration ever released, in order. Never edited after release; forward only. */
export type StoreMigration = (db: Kysely<unknown>, engine: "sqlite" | "postgres") => Promise<void>;

const migrations: Record<string, StoreMigration> = {
  "0001_first": first,
  "0002_redis": redis,
  "0003_channels": channels,
  "0004_subscriptions": subscriptions,
  "0005_page": page,
  "0007_topology": topology,
  "0009_recorder": recorder,
  "0010_operators": operators,
  "0011_translations": translations,
  "0012_worlds": worlds,
  "0015_console": consoleTables,
  "0018_past": past,
};

/** Their names, in order. */
export const MIGRATIONS: readonly string[] = Object.keys(migrations);

/** The name of the newest migration: what a store of this version must have. */
export const LATEST_MIGRATION = MIGRATIONS.at(-1) as string;

/** Brings the schema up to date in one transaction; does nothing when it is. */
export async function migrateToLatest<T>(db: Kysely<T>, engine: "sqlite" | "postgres"): Promise<void> {
  const { error } = await migratorOf(db, engine).migrateToLatest();
  if (error) throw error;
}

/**
 * Brings a new store to the schema of an earlier version, to be filled with what that version kept.
 *
 * @throws when this version does not know the migration.
 */
export async function migrateTo<T>(db: Kysely<T>, engine: "sqlite" | "postgres", name: string): Promise<void> {
  const { error } = await migratorOf(db, engine).migrateTo(name);
  if (error) throw error;
}

/** The names of the migrations a store has gone through, in order; empty for a new one. */
export async function migrationsIn<T>(db: Kysely<T>): Promise<string[]> {
  const all = await migratorOf(db, "sqlite").getMigrations();
  return all.filter((one) => one.executedAt !== undefined).map((one) => one.name);
}

export function knowsMigration(name: string): boolean {
  return Object.hasOwn(migrations, name);
}

function migratorOf<T>(db: Kysely<T>, engine: "sqlite" | "postgres"): Migrator {
  return new Migrator({
    db,
    provider: {
      async getMigrations(): Promise<Record<string, Migration>> {
        return Object.fromEntries(
          Object.entries(migrations).map(([name, up]) => [name, { up: (tx: Kysely<unknown>) => up(tx, engine) }]),
        );
      },
    },
  });
}
