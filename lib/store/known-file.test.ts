import { renameSync, rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { inTransaction, openDatabase } from "./database.ts";
import { storeFault } from "./faults.ts";
import { bumpVersion, readVersion } from "./state-version.ts";

const fileOf = (url: string) => url.slice("file:".length);
const said = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => storeFault(error)?.message ?? String(error),
  );
const GONE = /^The store's file was removed or replaced while we ran\. Nothing was changed\./;

describe("A store whose file is removed while it is in use", () => {
  it("takes nothing more, neither reading nor writing, and says why", async () => {
    await using store = await openSqlite();
    rmSync(fileOf(store.url));
    expect(await said(readVersion(store.db))).toMatch(GONE);
    expect(await said(bumpVersion(store.db, 1))).toMatch(GONE);
    expect(await said(inTransaction(store.db, (tx) => bumpVersion(tx, 1)))).toMatch(GONE);
  });

  it("does not accept what it could not keep, should the file go in the middle of a transaction", async () => {
    await using store = await openSqlite();
    const before = await readVersion(store.db);
    const away = `${fileOf(store.url)}.away`;
    const work = inTransaction(store.db, async (tx) => {
      await bumpVersion(tx, 1);
      renameSync(fileOf(store.url), away);
    });
    expect(await said(work)).toMatch(GONE);
    renameSync(away, fileOf(store.url));
    expect(await readVersion(store.db)).toBe(before);
  });

  it("refuses another file in its place", async () => {
    await using store = await openSqlite();
    rmSync(fileOf(store.url));
    const other = await openDatabase(store.url);
    expect(await said(readVersion(store.db))).toMatch(GONE);
    await other.destroy();
  });
});
