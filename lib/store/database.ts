import { Kysely, type Transaction } from "kysely";
import { migrateToLatest } from "./migrate.ts";
import { postgresDialect } from "./postgres.ts";
import type { Tables } from "./schema.ts";
import { sqliteDialect } from "./sqlite.ts";

export type Database = Kysely<Tables>;

const engines = new WeakMap<object, "sqlite" | "postgres">();

/**
 * Opens the store at `file:path` or `postgres://…` and brings its schema up to date.
 *
 * Any number of processes may do so at once.
 *
 * @throws what the engine throws when the store is missing, locked or damaged; `storeFault` puts it in words.
 */
export async function openDatabase(url: string): Promise<Database> {
  const db = connectDatabase(url);
  try {
    await migrateToLatest(db, engineOf(db));
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Connects without migrating: for processes started after the supervisor has done so. */
export function connectDatabase(url: string): Database {
  const isFile = url.startsWith("file:");
  const db = new Kysely<Tables>({ dialect: isFile ? sqliteDialect(url.slice("file:".length)) : postgresDialect(url) });
  engines.set(db.getExecutor().adapter, isFile ? "sqlite" : "postgres");
  return db;
}

export function engineOf(db: Database): "sqlite" | "postgres" {
  return engines.get(db.getExecutor().adapter) ?? "sqlite";
}

/** Runs `work` in a transaction: the one already open, or a new one. No I/O but SQL belongs inside. */
export function inTransaction<T>(db: Database, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Transaction<Tables>);
  return db.transaction().execute(work);
}
