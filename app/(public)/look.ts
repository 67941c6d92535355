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
export const wordsNow = cache(async (): Promise<Words> => wordsOf(await askedLanguage()));

async function wordsOf(asked: string | null): Promise<Words> {
  const { ownLanguage, languages } = await lookNow();
  return wordsIn(asked !== null && languages.includes(asked) ? asked : ownLanguage);
}

/** In which languages this page is. @param path the page's, without its language. @param facts what it is drawn of. */
export async function placeNow(path: string, facts: unknown): Promise<Place> {
  return placeIn(await wordsNow(), path, facts);
}

async function placeIn({ language }: Words, path: string, facts: unknown): Promise<Place> {
  const { ownLanguage, languages } = await lookNow();
  const translations =
    language === ownLanguage ? new Map() : await readTranslations(runtime().db, language, textsIn(facts));
  return { path, ownLanguage, languages, translations };
}

type Read = { at: Instant; page: { timeZone: string } };

/**
 * From where this request's page is seen; there is none in a language that the page does not have.
 *
 * @param read when the page's facts were read, and the zone it prints times in.
 */
export async function viewOf(read: Read, path: string): Promise<View> {
  return viewIn(read, path, { language: await askedLanguage(), isCurrent: await isCurrent() });
}

/** The same where a request says by itself what is asked for. */
export async function viewIn(
  read: Read,
  path: string,
  asked: { language: string | null; isCurrent: boolean },
): Promise<View> {
  const [{ languages }, words] = await Promise.all([lookNow(), wordsOf(asked.language)]);
  if (asked.language !== null && !languages.includes(asked.language)) notFound();
  const place = await placeIn(words, path, read);
  return { at: read.at, timeZone: read.page.timeZone, isCurrent: asked.isCurrent, words, place };
}
