import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { importPage } from "#lib/services/import-page.ts";
import { readUpptime } from "./upptime.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulsepage-upptime-"));
  mkdirSync(join(folder, "history"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

const NOW = Date.parse("2026-11-24T00:00:00Z");

it("takes over what an Upptime watches and how long each day it was down, once", async () => {
  write(
    ".upptimerc.yml",
    `owner: us
repo: upptime
sites:
  - { name: Hacker News, url: https://news.example }
  - { name: Mail, url: mail.example, check: tcp-ping, port: 25 }
  - { name: Inside, url: "https://inside.example/$TOKEN" }
`,
  );
  const minutes = { "2026-06-02": 1440, "2026-06-01": 30, "2026-06-03": 10 };
  write(
    "history/summary.json",
    JSON.stringify([{ name: "Hacker News", slug: "hacker-news", dailyMinutesDown: minutes }]),
  );
  write(
    "history/hacker-news.yml",
    "url: https://news.example\nstatus: up\nlastUpdated: 2026-06-05T12:00:00.000Z\nstartTime: 2026-05-01T00:00:00.000Z\n",
  );
  const page = readUpptime(folder);
  expect(page.stretches.map((one) => [one.status, new Date(one.endedAt).toISOString()])).toEqual([
    ["operational", "2026-06-01T00:00:00.000Z"],
    ["major_outage", "2026-06-01T00:30:00.000Z"],
    ["operational", "2026-06-02T00:00:00.000Z"],
    ["major_outage", "2026-06-03T00:10:00.000Z"],
    ["operational", "2026-06-05T12:00:00.000Z"],
  ]);
  expect(page.monitors.map((one) => one.settings)).toEqual([
    { type: "http", url: "https://news.example", every: "60s" },
    { type: "tcp", address: "mail.example:25", every: "60s" },
  ]);
  expect(page.warnings.filter((one) => one.includes("“"))).toEqual([
    "“Mail” has no history in this clone.",
    "“Inside” has no history in this clone.",
    "“Inside” has a secret of GitHub's in its address: add its monitor here.",
  ]);

  await using store = await openSqlite();
  const how = { rehearse: false, secret: "s".repeat(40), env: {} };
  const first = await importPage(store.db, SYSTEM, page, how, NOW);
  expect(first.counts).toMatchObject({ components: { added: 3 }, stretches: { added: 5 }, monitors: { added: 2 } });
  const again = await importPage(store.db, SYSTEM, readUpptime(folder), how, NOW);
  expect(Object.values(again.counts).map((one) => one.added)).toEqual([0, 0, 0, 0, 0, 0]);
});

it("says what is wrong with a folder that is something else", () => {
  expect(() => readUpptime(folder)).toThrow(/is not a clone of an Upptime repository/);
});
