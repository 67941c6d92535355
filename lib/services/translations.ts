import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { derivedId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { isLanguage, LANGUAGES } from "#lib/domain/language.ts";
import { cleanBody } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { deleteTranslation, findTranslations, writeTranslation } from "#lib/store/translations.ts";

/** By language and field, such as `{de: {title: "…", body: "…"}}`; an empty text takes away what was there. */
export type Translations = Readonly<Record<string, Readonly<Record<string, string | null | undefined>> | undefined>>;

/**
 * Keeps what these texts say in other languages, in a transaction of the caller's.
 *
 * A translation belongs to the text it was made of and to nothing else: wherever that text stands it is shown, and
 * a text that is changed is shown as it is now instead of as it once was translated.
 *
 * @param originals the texts as they are kept, by the same fields.
 * @throws {DomainError} `invalid` for a language that we do not have.
 */
export async function keepTranslations(
  tx: Database,
  given: Translations,
  originals: Readonly<Record<string, string | null>>,
  now: Instant,
): Promise<void> {
  for (const [language, fields] of Object.entries(given)) {
    checkLanguage(language);
    for (const [field, text] of Object.entries(fields ?? {})) {
      const source = originals[field] ?? "";
      if (source === "" || typeof text !== "string") continue;
      const key = derivedId(source);
      if (text.trim() === "") await deleteTranslation(tx, key, language);
      else await writeTranslation(tx, { key, language, source, text: cleanBody(text), updated_at: now });
    }
  }
}

/**
 * Says what texts of the page are in another language; shown at once.
 *
 * @param texts what was written first, and what that is in the language; an empty text takes it away.
 * @throws {DomainError} `forbidden` below publisher; `invalid`.
 */
export async function translate(
  db: Database,
  actor: Actor,
  language: string,
  texts: Readonly<Record<string, string>>,
  now: Instant,
): Promise<void> {
  requireRole(actor, "publisher");
  const originals = Object.fromEntries(Object.keys(texts).map((source) => [source, source]));
  await inTransaction(db, async (tx) => {
    await keepTranslations(tx, { [language]: texts }, originals, now);
    const detail = { language, texts: Object.keys(texts).length };
    await writeAudit(tx, { actor, action: "translation.write", subject: language, detail }, now);
    await bumpVersion(tx, now);
  });
}

/** What there is of these texts in a language, by what was written first. */
export async function readTranslations(
  db: Database,
  language: string,
  texts: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const sources = new Map([...texts].map((text) => [derivedId(text), text]));
  const rows = await findTranslations(db, language, [...sources.keys()]);
  return new Map(rows.filter((row) => sources.get(row.key) === row.source).map((row) => [row.source, row.text]));
}

const WRITTEN = new Set(["name", "title", "body", "description", "reason", "exemptReason", "text", "components"]);

/** What people may have written among the facts that a page is drawn of. */
export function textsIn(facts: unknown, found = new Set<string>(), isWritten = false): Set<string> {
  if (typeof facts === "string" && isWritten && facts !== "") found.add(facts);
  if (Array.isArray(facts)) for (const one of facts) textsIn(one, found, isWritten);
  else if (typeof facts === "object" && facts !== null)
    for (const [name, one] of Object.entries(facts)) if (name !== "days") textsIn(one, found, WRITTEN.has(name));
  return found;
}

function checkLanguage(language: string): void {
  if (isLanguage(language)) return;
  const message = `Texts can be in ${Object.keys(LANGUAGES).join(", ")}.`;
  throw new DomainError("invalid", message, { fields: [{ path: "language", message }] });
}
