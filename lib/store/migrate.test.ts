import { sql } from "kysely";
import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { type Database, engineOf } from "./database.ts";
import { MIGRATIONS, migrateTo } from "./migrate.ts";

const AT = Date.UTC(2026, 10, 23, 14);

/** What the first release could keep, written as it wrote it. */
const KEPT = [
  `insert into page (id, name, time_zone, uptime_weights, updated_at) values ('page', 'Old', 'UTC', '{}', ${AT})`,
  `insert into component_group (id, slug, name, position, origin) values ('g', 'agents', 'Agents', 0, 'config')`,
  `insert into component (id, slug, name, group_id, position, baseline, monitored_since, origin, created_at, updated_at) values ('c', 'tasks', 'Tasks', 'g', 0, 'operational', ${AT}, 'config', ${AT}, ${AT})`,
  `insert into monitor (id, key, name, kind, notify_after_ms, stale_after_ms, origin, created_at) values ('m', 'queue', 'Queue', 'redis', 10000, 30000, 'config', ${AT})`,
  `insert into monitor_component (monitor_id, component_id) values ('m', 'c')`,
  `insert into interval (id, component_id, kind, source_id, status, started_at) values ('i', 'c', 'incident', 'storystory01', 'major_outage', ${AT})`,
  `insert into incident (id, title, status, source, version, published_at, started_at, created_at, updated_at) values ('storystory01', 'It is out', 'identified', 'operator', 1, ${AT}, ${AT}, ${AT}, ${AT})`,
  `insert into incident_update (id, incident_id, seq, status, body, happened_at, posted_at, notified_at, author) values ('wordswords01', 'storystory01', 1, 'identified', 'Ünïcode, kept.', ${AT}, ${AT}, ${AT}, 'Ada')`,
  `insert into update_impact (update_id, component_id, component_name, old_status, new_status) values ('wordswords01', 'c', 'Tasks', 'operational', 'major_outage')`,
  `insert into maintenance (id, title, body, starts_at, ends_at, published_at, version, created_at, updated_at) values ('w', 'Disks', 'New disks.', ${AT + 1}, ${AT + 2}, ${AT}, 1, ${AT}, ${AT})`,
  `insert into maintenance_component (maintenance_id, component_id, status) values ('w', 'c', 'under_maintenance')`,
  `insert into subscriber (id, channel, target, target_key, state, confirm_attempts, source, created_at, confirmed_at) values ('s', 'email', 'a@x.example', 'a@x.example', 'active', 0, 'page', ${AT}, ${AT})`,
  `insert into fanout (id, incident_id, update_id, cursor, created_at) values ('f', 'storystory01', 'wordswords01', '', ${AT})`,
];

async function shapeOf(db: Database): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: false });
  return tables
    .flatMap(({ name, columns }) =>
      columns.map((one) => `${name}.${one.name} ${one.dataType.toLowerCase()}${one.isNullable ? "" : " not null"}`),
    )
    .toSorted();
}

onEachStore("a store of the first release", (open) => {
  it("comes through every later one to the newest schema with everything it kept", async () => {
    await using fresh = await open();
    await using old = await open({ migrate: false });
    const [first, ...later] = MIGRATIONS as [string, ...string[]];
    await migrateTo(old.db, engineOf(old.db), first);
    for (const statement of KEPT) await sql.raw(statement).execute(old.db);
    for (const name of later) await migrateTo(old.db, engineOf(old.db), name);
    expect(await shapeOf(old.db)).toEqual(await shapeOf(fresh.db));
    const page = await readPublication(old.db, AT + 10);
    expect(page.incidents).toMatchObject([{ title: "It is out", updates: [{ body: "Ünïcode, kept." }] }]);
    expect(page.components).toMatchObject([{ name: "Tasks" }]);
    const owed = await old.db.selectFrom("fanout").select(["update_id", "finished_at"]).execute();
    expect(owed).toEqual([{ update_id: "wordswords01", finished_at: null }]);
    expect(await old.db.selectFrom("subscriber").select(["target", "state"]).execute()).toEqual([
      { target: "a@x.example", state: "active" },
    ]);
  });
});
