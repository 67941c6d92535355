import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { importPage } from "#lib/services/import-page.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { readKuma } from "./kuma.ts";

/** The tables that are read, with the columns that Uptime Kuma 1.23 gives them (db/knex_init_db.js). */
const TABLES = `
create table status_page (id integer primary key, slug varchar(255) not null, title varchar(255) not null, published boolean not null default 1);
create table "group" (id integer primary key, name varchar(255) not null, public boolean not null default 0, active boolean not null default 1, weight integer not null default 1000, status_page_id integer);
create table monitor (id integer primary key, name varchar(150), active boolean not null default 1, interval integer not null default 20, url text, type varchar(20), hostname varchar(255), port integer, created_date datetime not null, keyword varchar(255), method text not null default 'GET', headers text, basic_auth_user text, database_connection_string varchar(2000), description text);
create table monitor_group (id integer primary key, monitor_id integer not null, group_id integer not null, weight integer not null default 1000);
create table heartbeat (id integer primary key, important boolean not null default 0, monitor_id integer not null, status smallint not null, msg text, time datetime not null, ping integer, duration integer not null default 0);
create table incident (id integer primary key, title varchar(255) not null, content text not null, style varchar(30) not null default 'warning', created_date datetime not null, last_updated_date datetime, pin boolean not null default 1, active boolean not null default 1, status_page_id integer);
create table maintenance (id integer primary key, title varchar(150) not null, description text not null, active boolean not null default 1, strategy varchar(50) not null default 'single', start_date datetime, end_date datetime, timezone varchar(255));
create table maintenance_status_page (id integer primary key, status_page_id integer not null, maintenance_id integer not null);
create table monitor_maintenance (id integer primary key, monitor_id integer not null, maintenance_id integer not null);
`;
const ROWS = `
insert into status_page (id, slug, title) values (1, 'main', 'Main'), (2, 'other', 'Other');
insert into "group" (id, name, public, weight, status_page_id) values (1, 'Services', 1, 1, 1), (2, 'Hidden', 0, 2, 1), (3, 'Elsewhere', 1, 1, 2);
insert into monitor (id, name, interval, url, type, created_date) values (1, 'API', 60, 'https://api.example/health', 'http', '2026-01-01 00:00:00'), (5, 'Secret', 60, 'https://inside.example', 'http', '2026-01-01 00:00:00');
insert into monitor (id, name, interval, type, created_date, database_connection_string) values (2, 'Cache', 20, 'redis', '2026-01-01 00:00:00', 'redis://:word@cache.example:6379');
insert into monitor (id, name, interval, type, created_date, hostname) values (3, 'Router', 20, 'ping', '2026-01-01 00:00:00', 'router.example');
insert into monitor (id, name, interval, type, created_date, active) values (4, 'Nightly', 3600, 'push', '2026-01-01 00:00:00', 0);
insert into monitor_group (monitor_id, group_id, weight) values (1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 1, 4), (5, 2, 1);
insert into heartbeat (important, monitor_id, status, time) values
  (1, 1, 1, '2026-10-01 00:00:00.000'), (1, 1, 2, '2026-10-02 09:59:00.000'), (1, 1, 0, '2026-10-02 10:00:00.123'),
  (0, 1, 0, '2026-10-02 10:01:00.000'), (1, 1, 1, '2026-10-02 10:05:00.000'), (0, 1, 1, '2026-10-03 00:00:00.000');
insert into incident (id, title, content, style, created_date, last_updated_date, pin, status_page_id) values
  (1, 'Slow API', 'It is **slow**.', 'warning', '2026-10-02 10:02:00', '2026-10-02 10:30:00', 0, 1),
  (2, 'Elsewhere', 'Not ours.', 'danger', '2026-10-02 10:02:00', null, 1, 2);
insert into maintenance (id, title, description, strategy, start_date, end_date, timezone) values
  (1, 'Disks', 'New disks.', 'single', '2026-12-01 20:00:00', '2026-12-01 22:00:00', 'Europe/Berlin'),
  (2, 'Weekly', 'Every week.', 'recurring-weekday', null, null, 'UTC');
insert into maintenance_status_page (status_page_id, maintenance_id) values (1, 1), (1, 2);
insert into monitor_maintenance (monitor_id, maintenance_id) values (1, 1);
`;
const NOW = Date.parse("2026-11-24T00:00:00Z");
const HOW = { rehearse: false, secret: "s".repeat(40), env: {} };
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulsepage-kuma-"));
  file = join(folder, "kuma.db");
  const db = new DatabaseSync(file);
  db.exec(TABLES + ROWS);
  db.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

onEachStore("an Uptime Kuma", (open) => {
  it("is taken over with its page, notices, work, history and monitors, and nothing twice", async () => {
    await using ours = await open();
    const first = await importPage(ours.db, SYSTEM, readKuma(file, null), HOW, NOW);
    expect(first.counts).toEqual({
      groups: { added: 1, known: 0 },
      components: { added: 4, known: 0 },
      incidents: { added: 1, known: 0 },
      maintenances: { added: 1, known: 0 },
      stretches: { added: 3, known: 0 },
      monitors: { added: 2, known: 0 },
    });
    expect(first.warnings).toEqual([
      "The planned work “Weekly” comes again and again: plan it here anew.",
      "The monitor “Router” (ping) has no like here: its history was taken over, and nothing watches it.",
    ]);
    const page = await readPublication(ours.db, NOW);
    expect(page.components.map((one) => one.name)).toEqual(["API", "Cache", "Router", "Nightly"]);
    expect(page.incidents).toMatchObject([
      { title: "Slow API", status: "resolved", impact: "major", resolvedAt: Date.parse("2026-10-02T10:30:00Z") },
    ]);
    const stretches = await ours.db.selectFrom("interval").selectAll().orderBy("started_at").execute();
    expect(stretches.map((one) => [one.status, new Date(one.started_at).toISOString()])).toEqual([
      ["operational", "2026-10-01T00:00:00.000Z"],
      ["major_outage", "2026-10-02T10:00:00.123Z"],
      ["operational", "2026-10-02T10:05:00.000Z"],
    ]);
    const [work] = await ours.db.selectFrom("maintenance").selectAll().execute();
    expect(new Date(work?.starts_at ?? 0).toISOString()).toBe("2026-12-01T19:00:00.000Z");
    const kept = await ours.db.selectFrom("monitor").select(["kind", "settings"]).orderBy("kind").execute();
    expect(kept.map((one) => one.kind)).toEqual(["http", "redis"]);
    expect(JSON.stringify(kept)).not.toContain("word");
    expect(await ours.db.selectFrom("fanout").selectAll().execute()).toEqual([]);

    const again = await importPage(ours.db, SYSTEM, readKuma(file, "main"), HOW, NOW);
    expect(Object.values(again.counts).map((one) => one.added)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

it("says what is wrong with a file that is something else, and which pages there are", () => {
  const other = join(folder, "other.db");
  writeFileSync(other, "not a store");
  expect(() => readKuma(other, null)).toThrow(/is not the store of an Uptime Kuma/);
  expect(() => readKuma(file, "nowhere")).toThrow("This Uptime Kuma has no such status page. It has main, other.");
});
