import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { first } from "./migrations/0001-first.ts";
import { redis } from "./migrations/0002-redis.ts";

/** Every migration ever released, in order. Never edited after release; forward only. */
export type StoreMigration = (db: Kysely<unknown>, engine: "sqlite" | "postgres") => Promise<void>;

const migrations: Record<string, StoreMigration> = {
  "0001_first": first,
  "0002_redis": redis,
};

/** The name of the newest migration: what a store of this version must have. */
export const LATEST_MIGRATION = Object.keys(migrations).at(-1) as string;

/** Brings the schema up to date in one transaction; does nothing when it is. */
export async function migrateToLatest<T>(db: Kysely<T>, engine: "sqlite" | "postgres"): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: {
      async getMigrations(): Promise<Record<string, Migration>> {
        return Object.fromEntries(
          Object.entries(migrations).map(([name, up]) => [name, { up: (tx: Kysely<unknown>) => up(tx, engine) }]),
        );
      },
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
