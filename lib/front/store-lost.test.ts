import { rmSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import { connectDatabase } from "#lib/store/database.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { get, startTestFront, until } from "./test-front.ts";
import { nextPage, pagesOf, variantOf } from "./test-web.ts";

const fileOf = (url: string) => url.slice("file:".length);

/** A front before a store that is a real file; its renderer reads the file anew for each page, and fails when it cannot. */
async function startBeforeStore(url: string) {
  const db = connectDatabase(url);
  const front = await startTestFront(onTestFinished, { version: { read: () => readVersion(db) } });
  onTestFinished(() => db.destroy());
  const stylesheets = pagesOf(() => "");
  front.web.answer = async (heard, response) => {
    if (heard.url.endsWith(".css")) return stylesheets(heard, response);
    const own = connectDatabase(url);
    try {
      const { summary } = await readPublicPage(own, front.now.at);
      response.writeHead(200, { "content-type": "text/html" }).end(nextPage(`${summary.headline} ${variantOf(heard)}`));
    } catch {
      response.writeHead(500).end();
    } finally {
      await own.destroy();
    }
  };
  const shown = async () => {
    const answer = await get(front.url);
    return answer.status === 200
      ? (/<main>.*? (now|last-confirmed)/.exec(answer.text)?.[1] ?? "nothing")
      : answer.status;
  };
  await until("the page is there", async () => (await shown()) === "now");
  return { front, shown };
}

it.each([
  ["deleted", (file: string) => rmSync(file)],
  ["damaged", (file: string) => writeFileSync(file, Buffer.alloc(statSync(file).size, "garbage"))],
])("a store that is %s leaves the page as it was, and after a minute as last confirmed", async (_, lose) => {
  await using store = await openSqlite();
  await sql`pragma wal_checkpoint(truncate)`.execute(store.db);
  const { front, shown } = await startBeforeStore(store.url);
  lose(fileOf(store.url));
  for (const end of ["-wal", "-shm"]) rmSync(`${fileOf(store.url)}${end}`, { force: true });
  expect(await shown()).toBe("now");
  front.now.at += MINUTE + SECOND;
  await until("it says that it is the last known", async () => (await shown()) === "last-confirmed");
});

it("a store that is locked is still read: the page is drawn anew and stays the present", async () => {
  await using store = await openSqlite();
  const { front, shown } = await startBeforeStore(store.url);
  const lock = new DatabaseSync(fileOf(store.url));
  onTestFinished(() => lock.close());
  lock.exec("begin exclusive");
  const before = front.web.asked().length;
  front.now.at += MINUTE + SECOND;
  await until("it is drawn anew", () => front.web.asked().length > before);
  await until("it is the present", async () => (await shown()) === "now");
  lock.exec("rollback");
});
