import { notFound } from "next/navigation";
import { cache } from "react";
import type { Place, View } from "#components/page/view.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { runtime } from "#lib/runtime.ts";
import { readPageLook } from "#lib/services/read-page-look.ts";
import { readTranslations, textsIn } from "#lib/services/translations.ts";
import { type Words, wordsIn } from "#lib/words/words.ts";
import { askedLanguage, isCurrent } from "./variant.ts";

/** Read once per request. */
export const lookNow = cache(() => readPageLook(runtime().db, Date.now()));

/** The words of the language that the address asks for, or of the page's own when the page does not have that one. */
export const wordsNow = cache(async (): Promise<Words> => {
  const [{ ownLanguage, languages }, asked] = await Promise.all([lookNow(), askedLanguage()]);
  return wordsIn(asked !== null && languages.includes(asked) ? asked : ownLanguage);
});

/** In which languages this page is. @param path the page's, without its language. @param facts what it is drawn of. */
export async function placeNow(path: string, facts: unknown): Promise<Place> {
  const [{ ownLanguage, languages }, { language }] = await Promise.all([lookNow(), wordsNow()]);
  const translations =
    language === ownLanguage ? new Map() : await readTranslations(runtime().db, language, textsIn(facts));
  return { path, ownLanguage, languages, translations };
}

/**
 * From where this request's page is seen; there is none in a language that the page does not have.
 *
 * @param read when the page's facts were read, and the zone it prints times in.
 */
export async function viewOf(read: { at: Instant; page: { timeZone: string } }, path: string): Promise<View> {
  const [{ languages }, asked, words, place] = await Promise.all([
    lookNow(),
    askedLanguage(),
    wordsNow(),
    placeNow(path, read),
  ]);
  if (asked !== null && !languages.includes(asked)) notFound();
  return { at: read.at, timeZone: read.page.timeZone, isCurrent: await isCurrent(), words, place };
}
