import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe } from "vitest";
import { newId } from "#lib/domain/ids.ts";
import { connectDatabase, type Database, openDatabase } from "#lib/store/database.ts";

/** A store of its own for one test; `await using` closes and removes it. */
export type TestStore = { db: Database; url: string } & AsyncDisposable;

/** `migrate: false`: an empty store, for tests of the way to the newest schema. */
type OpenStore = (options?: { migrate: boolean }) => Promise<TestStore>;

/** Runs the same tests on SQLite, and on PostgreSQL where TEST_DATABASE_URL names a server. */
export function onEachStore(title: string, tests: (open: OpenStore) => void): void {
  describe(`${title} on SQLite`, () => tests(openSqlite));
  const server = process.env.TEST_DATABASE_URL;
  if (server) describe(`${title} on PostgreSQL`, () => tests((options) => openPostgres(server, options)));
}

/** A new store in a folder of its own. */
export async function openSqlite({ migrate } = { migrate: true }): Promise<TestStore> {
  const dir = mkdtempSync(join(tmpdir(), "pulsepage-store-"));
  const url = `file:${join(dir, "test.db")}`;
  const db = migrate ? await openDatabase(url) : connectDatabase(url);
  return {
    db,
    url,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A database of its own: the migrator looks into every schema of one. */
async function openPostgres(server: string, { migrate } = { migrate: true }): Promise<TestStore> {
  const name = `test_${newId()}`;
  await onServer(server, `create database ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const db = migrate ? await openDatabase(url) : connectDatabase(url);
  return {
    db,
    url,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
