import { createElement, Fragment, type ReactElement } from "react";
import type { Key } from "#lib/words/words.ts";
import type { View } from "./view.ts";

/** One of our sentences with elements in it, such as a time: `<Say view={view} words="elapsed.started" at={<Moment … />} />`. */
export function Say({ view, words, ...values }: { view: View; words: Key } & Record<string, unknown>) {
  const pieces = view.words.pieces(words, values as Record<string, string | ReactElement>);
  return createElement(Fragment, null, ...pieces);
}
