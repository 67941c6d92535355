import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** SQLite takes so many values in one statement with room to spare. */
const ASKED_AT_ONCE = 500;

/** What there is in a language of the texts with these keys. */
export async function findTranslations(
  db: Database,
  language: string,
  keys: readonly string[],
): Promise<Row<"translation">[]> {
  const found: Row<"translation">[] = [];
  for (let at = 0; at < keys.length; at += ASKED_AT_ONCE) {
    const some = keys.slice(at, at + ASKED_AT_ONCE);
    found.push(
      ...(await db
        .selectFrom("translation")
        .selectAll()
        .where("language", "=", language)
        .where("key", "in", some)
        .execute()),
    );
  }
  return found;
}

/** Writes a text in a language; one that was there is replaced. */
export async function writeTranslation(tx: Database, row: Row<"translation">): Promise<void> {
  const { text, updated_at } = row;
  await tx
    .insertInto("translation")
    .values(row)
    .onConflict((conflict) => conflict.columns(["key", "language"]).doUpdateSet({ text, updated_at }))
    .execute();
}

export async function deleteTranslation(tx: Database, key: string, language: string): Promise<void> {
  await tx.deleteFrom("translation").where("key", "=", key).where("language", "=", language).execute();
}
