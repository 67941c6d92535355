import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from "kysely";
import { KnownFile } from "./known-file.ts";

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Kysely on Node's own SQLite.
 *
 * WAL with `synchronous=FULL`: an accepted write survives power loss. Writers
 * in other processes wait up to five seconds for each other.
 */
export function sqliteDialect(file: string): Dialect {
  const config: SqliteDialectConfig = { database: async () => openFile(file) };
  const dialect = new SqliteDialect(config);
  return {
    createDriver: () => new ImmediateDriver(config),
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => dialect.createIntrospector(db),
  };
}

function openFile(file: string): SqliteDatabase {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  db.exec("pragma journal_mode = wal");
  db.exec("pragma synchronous = full");
  db.exec("pragma foreign_keys = on");
  db.exec("pragma trusted_schema = off");
  const known = new KnownFile(file);
  const kept = new Map<string, Prepared>();
  return {
    close: () => db.close(),
    prepare(sql) {
      // Also before a commit: what is accepted must be where the next start looks for it.
      if (sql !== "rollback") known.require();
      // A statement that was kept would name the columns of yesterday.
      if (CHANGES_SCHEMA.test(sql)) kept.clear();
      if (sql.length > KEPT_LENGTH) return prepare(db, sql);
      const statement = kept.get(sql) ?? prepare(db, sql);
      // The one used last goes last.
      kept.delete(sql);
      kept.set(sql, statement);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
      return statement;
    },
  };
}

type Prepared = ReturnType<SqliteDatabase["prepare"]>;

/** To make a statement costs more than most of them take (0.1 to 0.3 ms): those used last are kept. */
const KEPT = 200;
const KEPT_LENGTH = 8_000;
const CHANGES_SCHEMA = /^\s*(create|alter|drop)\b/i;

function prepare(db: DatabaseSync, sql: string): Prepared {
  const statement = db.prepare(sql);
  const names = statement.columns().map((column) => column.name);
  statement.setReturnArrays(true);
  // Rows become plain objects: React and JSON comparison refuse node:sqlite's null prototypes.
  const rows = (values: unknown[]): unknown[] =>
    (values as unknown[][]).map((row) => Object.fromEntries(row.map((value, i) => [names[i] as string, value])));
  return {
    reader: names.length > 0,
    all: (parameters) => rows(statement.all(...bind(parameters))),
    run: (parameters) => statement.run(...bind(parameters)),
    iterate: (parameters) => rows([...statement.iterate(...bind(parameters))]).values(),
  };
}

function bind(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (typeof value === "boolean") return value ? 1 : 0;
    if (value instanceof Date) return value.toISOString();
    return value === undefined ? null : (value as SQLInputValue);
  });
}

class ImmediateDriver extends SqliteDriver {
  /** `begin` alone fails at the first write when another process wrote meanwhile; `begin immediate` waits its turn. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw("rollback"));
    } catch (error) {
      // SQLite has already rolled back by itself when the disk was full.
      if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error;
    }
  }
}

class TransactionalAdapter extends SqliteAdapter {
  /** Lets the migrator run in one immediate transaction: four processes may open a new store at once. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
