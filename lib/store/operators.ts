import { sql } from "kysely";
import { type Database, engineOf } from "./database.ts";

/** How many operators there are. Their table is better-auth's (lib/access/auth.ts). */
export async function countOperators(db: Database): Promise<number> {
  const { rows } = await sql<{ operators: number }>`select count(*) as operators from auth_user`.execute(db);
  return Number(rows[0]?.operators ?? 0);
}

export type OperatorRow = { id: string; name: string; email: string; role: string; disabled: boolean };

/** Every operator, those who may not sign in any more included. */
export async function listOperatorRows(db: Database): Promise<OperatorRow[]> {
  const { rows } = await sql<Omit<OperatorRow, "disabled"> & { disabled: unknown }>`
    select id, name, email, role, disabled from auth_user order by name, id`.execute(db);
  return rows.map((row) => ({ ...row, disabled: isSet(row.disabled) }));
}

/** The addresses of the admins who may sign in; none while nobody has ever been let in. */
export async function adminEmails(db: Database): Promise<string[]> {
  const known =
    engineOf(db) === "postgres"
      ? sql<{ name: string | null }>`select to_regclass('auth_user')::text as name`
      : sql<{ name: string | null }>`select name from sqlite_master where name = 'auth_user'`;
  const { rows } = await known.execute(db);
  if (!rows[0]?.name) return [];
  return (await listOperatorRows(db)).filter((one) => one.role === "admin" && !one.disabled).map((one) => one.email);
}

export async function updateOperatorRow(
  tx: Database,
  id: string,
  change: { role: string; disabled: boolean },
): Promise<void> {
  await sql`update auth_user set role = ${change.role}, disabled = ${change.disabled} where id = ${id}`.execute(tx);
}

/** SQLite keeps yes and no as numbers. */
function isSet(value: unknown): boolean {
  return value === true || value === 1;
}
