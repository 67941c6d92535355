import { pathIn } from "#lib/domain/language.ts";
import type { View } from "./view.ts";

/** The address of one of the page's paths in the language it is read in. */
export function hrefIn(view: View, path: string): string {
  return pathIn(view.words.language, view.place.ownLanguage, path);
}
