import { sql } from "kysely";
import { type Database, engineOf } from "#lib/store/database.ts";

/** A table as an archive holds it. */
export type ArchivedTable = {
  name: string;
  /** Column names and the engine's types, in lower case. */
  columns: ReadonlyMap<string, string>;
};

/** What only the engine itself or Kysely keeps, and what is true of one running installation only. */
const NOT_KEPT = new Set(["kysely_migration", "kysely_migration_lock", "lease"]);

/** Every table with something worth keeping; one that is referred to stands before those that refer to it. */
export async function tablesInOrder(db: Database): Promise<ArchivedTable[]> {
  const found = (await db.introspection.getTables())
    .filter(({ name, isView }) => !isView && !NOT_KEPT.has(name) && !name.startsWith("sqlite_"))
    .map(({ name, columns }) => ({
      name,
      columns: new Map(columns.map((column) => [column.name, column.dataType.toLowerCase()])),
    }));
  const references = await referencesOf(db, found);
  const ordered: ArchivedTable[] = [];
  const visit = (table: ArchivedTable): void => {
    if (ordered.includes(table)) return;
    for (const parent of references.get(table.name) ?? []) {
      const target = found.find((one) => one.name === parent);
      if (target && target !== table) visit(target);
    }
    if (!ordered.includes(table)) ordered.push(table);
  };
  for (const table of found.toSorted((a, b) => a.name.localeCompare(b.name))) visit(table);
  return ordered;
}

/** The tables each table refers to. */
async function referencesOf(db: Database, tables: readonly ArchivedTable[]): Promise<Map<string, Set<string>>> {
  const pairs = engineOf(db) === "sqlite" ? await inSqlite(db, tables) : await inPostgres(db);
  const references = new Map<string, Set<string>>();
  for (const { child, parent } of pairs) references.set(child, (references.get(child) ?? new Set()).add(parent));
  return references;
}

type Reference = { child: string; parent: string };

async function inSqlite(db: Database, tables: readonly ArchivedTable[]): Promise<Reference[]> {
  const lists = tables.map(async ({ name }) => {
    const { rows } = await sql<{ table: string }>`select "table" from pragma_foreign_key_list(${name})`.execute(db);
    return rows.map((row) => ({ child: name, parent: row.table }));
  });
  return (await Promise.all(lists)).flat();
}

async function inPostgres(db: Database): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select child.relname as child, parent.relname as parent
    from pg_constraint
    join pg_class child on child.oid = conrelid
    join pg_class parent on parent.oid = confrelid
    where contype = 'f' and child.relnamespace = current_schema()::regnamespace`.execute(db);
  return rows;
}
