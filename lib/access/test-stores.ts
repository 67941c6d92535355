import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe } from "vitest";
import { createLog } from "#lib/log.ts";
import { openDatabase } from "#lib/store/database.ts";
import { type Access, migrateAuth } from "./auth.ts";

/** Runs the suite on SQLite, and on PostgreSQL where TEST_DATABASE_URL names one. `fresh` makes an empty store of its own. */
export function onEachStore(name: string, suite: (fresh: Fresh) => void): void {
  describe(`${name} (SQLite)`, () => suite(freshFile));
  const server = process.env.TEST_DATABASE_URL;
  describe.skipIf(!server)(`${name} (PostgreSQL)`, () => suite(() => freshPostgres(server as string)));
}

export type Fresh = () => Promise<Access & { url: string; end: () => Promise<void> }>;

async function freshFile() {
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-access-"));
  return open(`file:${join(folder, "store.db")}`, async () => rmSync(folder, { recursive: true }));
}

async function freshPostgres(server: string) {
  const name = `access_${randomBytes(6).toString("hex")}`;
  const run = async (statement: string) => {
    const client = new pg.Client(server);
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return open(url.href, () => run(`drop database ${name} with (force)`));
}

async function open(url: string, remove: () => Promise<void>) {
  const db = await openDatabase(url);
  await migrateAuth(db);
  const config = { publicUrl: "https://status.example.org", sessionSecret: randomBytes(32).toString("base64url") };
  const end = async () => {
    await db.destroy();
    await remove();
  };
  return { url, db, config, log: createLog("error", "test"), end };
}
