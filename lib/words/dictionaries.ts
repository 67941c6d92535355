import { de as pagesDe } from "./pages/de.ts";
import { en as pagesEn } from "./pages/en.ts";

/** What can be said, by its name. */
export type Key = keyof typeof pagesEn;
/** Everything in one language: a missing name does not compile. */
export type Dictionary = Readonly<Record<Key, string>>;

/** Every language there are words in. */
export const DICTIONARIES: Readonly<Record<string, Dictionary>> = {
  en: pagesEn,
  de: pagesDe,
};
