import { sql } from "kysely";
import type { Database } from "./database.ts";

/** How many operators there are. Their table is better-auth's (lib/access/auth.ts). */
export async function countOperators(db: Database): Promise<number> {
  const { rows } = await sql<{ operators: number }>`select count(*) as operators from auth_user`.execute(db);
  return rows[0]?.operators ?? 0;
}
