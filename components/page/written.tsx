import { Markdown } from "#components/text/markdown.tsx";
import { languageTag } from "#lib/domain/language.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import { draftedIn } from "#lib/words/drafted.ts";
import type { View } from "./view.ts";

type Speech = Pick<View, "words" | "place">;

/** What an operator wrote, in the language of the page when there are words in it. */
export function writtenIn(view: Speech, text: string): string {
  return view.place.translations.get(text) ?? draftedIn(view.words, text) ?? text;
}

/** The language of what an operator wrote, where it is not the page's. */
function foreign({ words, place }: Speech, text: string): string | undefined {
  const { ownLanguage, translations } = place;
  return ownLanguage === words.language || translations.has(text) || draftedIn(words, text) !== null
    ? undefined
    : languageTag(ownLanguage);
}

/** An operator's words in a line of ours: a name, a title. */
export function Written({ text, view }: { text: string; view: Speech }) {
  return <bdi lang={foreign(view, text)}>{writtenIn(view, text)}</bdi>;
}

/** An operator's words as a text of its own. */
export function WrittenText({ text, view }: { text: string; view: Speech }) {
  return <Markdown blocks={parseMarkdown(writtenIn(view, text))} lang={foreign(view, text)} />;
}
