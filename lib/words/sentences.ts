import { en } from "./pages/en.ts";
import type { Key, Words } from "./words.ts";

const KEYS: ReadonlyMap<string, Key> = new Map(
  (Object.entries(en) as [Key, string][])
    .filter(([key]) => key.startsWith("noticed."))
    .map(([key, sentence]) => [sentence, key]),
);

/** A sentence of the diagnosis in another language; what we have no words for is said in general. */
export function sentenceIn(words: Words, english: string): string {
  const key = KEYS.get(english);
  if (key === undefined && words.language === "en") return english;
  return words.say(key ?? "noticed.other");
}
