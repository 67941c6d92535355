import { type Kysely, sql } from "kysely";
import { CHAIN_START, chainHash } from "#lib/domain/audit-chain.ts";

type Entry = { id: string; at: number; actor: string; action: string; subject: string; detail: string };

/** What operators keep in the store: the applied configuration, invitations, and an audit that cannot be changed unseen. */
export async function operators(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  await db.schema
    .createTable("configuration")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("applied_at", "bigint", (column) => column.notNull())
    .addColumn("applied_by", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("invitation")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("invited_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .execute();
  await chainAudit(db);
  await forbidChanges(db, engine);
}

async function chainAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("audit")
    .addColumn("seq", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable("audit")
    .addColumn("hash", "text", (column) => column.notNull().defaultTo(""))
    .execute();
  await db.schema
    .createTable("audit_head")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  const { rows } = await sql<Entry>`select * from audit order by at, id`.execute(db);
  let hash = CHAIN_START;
  for (const [i, row] of rows.entries()) {
    const seq = i + 1;
    hash = chainHash(hash, { ...row, at: Number(row.at), seq });
    await sql`update audit set seq = ${seq}, hash = ${hash} where id = ${row.id}`.execute(db);
  }
  await sql`insert into audit_head (id, seq, hash) values (1, ${rows.length}, ${hash})`.execute(db);
  await db.schema.createIndex("audit_by_seq").on("audit").column("seq").unique().execute();
}

/** The log grows and does nothing else, whoever asks. */
async function forbidChanges(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  if (engine === "sqlite") {
    for (const deed of ["update", "delete"])
      await sql
        .raw(
          `create trigger audit_no_${deed} before ${deed} on audit begin select raise(abort, 'the audit log only grows'); end`,
        )
        .execute(db);
    return;
  }
  await sql`create function audit_only_grows() returns trigger language plpgsql as
    'begin raise exception ''the audit log only grows''; end'`.execute(db);
  await sql`create trigger audit_only_grows before update or delete on audit
    for each row execute function audit_only_grows()`.execute(db);
}
