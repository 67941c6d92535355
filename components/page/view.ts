import type { Instant } from "#lib/domain/instant.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import type { Words } from "#lib/words/words.ts";

/** From where a page is seen: when its facts were read, in which zone and language it speaks, and whether it still speaks of now. */
export type View = {
  at: Instant;
  timeZone: string;
  /** False: our own records are out of reach, and the page tells what was last known, without a green in it. */
  isCurrent: boolean;
  words: Words;
  /** Where this page is, and in which languages. */
  place: Place;
};

/** A page's address, and what its operators wrote in its language. */
export type Place = {
  /** Without its language: "/history". */
  path: string;
  /** The page's own language, in which operators write and whose addresses have no prefix. */
  ownLanguage: string;
  /** All languages of the page, its own first; one alone needs no choice. */
  languages: readonly string[];
  /** Operators' texts in this page's language, by the text they wrote first. */
  translations: ReadonlyMap<string, string>;
};

const TONES: Record<EffectiveStatus, string> = {
  operational: "operational",
  under_maintenance: "maintenance",
  degraded_performance: "degraded",
  partial_outage: "partial",
  major_outage: "major",
  unknown: "unknown",
};

/** The class that gives a status its colours (page.css), and the name of its icon in `public/`. */
export function tone(status: EffectiveStatus): string {
  return TONES[status];
}

/** What may be claimed of now: nothing, once the records are out of reach. */
export function claimed(status: EffectiveStatus, view: View): EffectiveStatus {
  return view.isCurrent ? status : "unknown";
}
