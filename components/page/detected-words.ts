import type { DetectedOutage } from "#lib/domain/snapshot.ts";
import { sentenceIn } from "#lib/words/sentences.ts";
import type { View } from "./view.ts";
import { writtenIn } from "./written.tsx";

/** What monitors found, as a title, and what is noticed of it. @param sentence the latter in English. */
export function detectedWords(
  { status, components }: DetectedOutage,
  sentence: string,
  view: View,
): { title: string; sentence: string } {
  const { words } = view;
  const known = components.map((one) => writtenIn(view, one));
  const names = known.length === 0 ? words.say("detected.platform") : words.list(known);
  const title = words.say(`detected.${status}`, { names, count: Math.max(1, components.length) });
  return { title, sentence: sentenceIn(words, sentence) };
}
