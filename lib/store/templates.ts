import type { ChannelKind } from "#lib/domain/channel.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** Every template, by kind and name. */
export function listTemplates(db: Database): Promise<Row<"template">[]> {
  return db.selectFrom("template").selectAll().orderBy("kind").orderBy("name").orderBy("id").execute();
}

export function findTemplate(db: Database, id: string): Promise<Row<"template"> | undefined> {
  return db.selectFrom("template").selectAll().where("id", "=", id).executeTakeFirst();
}

/** How messages on the channel are worded: by its own template, else by the one for all channels; null: by neither. */
export async function messageTemplateFor(db: Database, channel: ChannelKind): Promise<Row<"template"> | null> {
  const rows = await db
    .selectFrom("template")
    .selectAll()
    .where("kind", "=", "message")
    .where((eb) => eb.or([eb("channel", "=", channel), eb("channel", "is", null)]))
    .execute();
  return rows.find((row) => row.channel === channel) ?? rows[0] ?? null;
}

/** The one message template for the channel, or for all when it is null; undefined when there is none. */
export function templateOfChannel(db: Database, channel: ChannelKind | null): Promise<Row<"template"> | undefined> {
  return db
    .selectFrom("template")
    .selectAll()
    .where("kind", "=", "message")
    .where("channel", channel === null ? "is" : "=", channel)
    .executeTakeFirst();
}

export async function insertTemplate(tx: Database, row: NewRow<"template">): Promise<void> {
  await tx.insertInto("template").values(row).execute();
}

/** Changes a template that is still as it was read. @returns false when it is not: then nothing was changed. */
export async function updateTemplate(
  tx: Database,
  of: { id: string; version: number },
  change: Pick<Row<"template">, "name" | "channel" | "status" | "title" | "body">,
  now: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("template")
    .set({ ...change, version: of.version + 1, updated_at: now })
    .where("id", "=", of.id)
    .where("version", "=", of.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns false when there was none. */
export async function deleteTemplate(tx: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("template").where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 1n;
}
