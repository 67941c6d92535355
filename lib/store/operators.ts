import { sql } from "kysely";
import type { Database } from "./database.ts";

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
