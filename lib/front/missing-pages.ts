import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Document } from "./copy.ts";

const REMEMBERED_MAX = 200;
const REMEMBERED_MS = 5 * SECOND;
const DOCUMENT_LENGTH_MAX = 128 * 1024;

/** Addresses that were asked for and have no page, remembered for a moment: asking again costs no drawing. */
export class MissingPages {
  readonly #known = new Map<string, { document: Document | null; at: Instant }>();

  /** What to say of it; undefined when it is not known to be missing, null when the renderer has no words for it. */
  get(key: string, now: Instant): Document | null | undefined {
    const known = this.#known.get(key);
    if (known === undefined || now < known.at || now - known.at >= REMEMBERED_MS) return undefined;
    return known.document;
  }

  remember(key: string, document: Document | null, at: Instant): void {
    const isSmall = document !== null && document.text.length <= DOCUMENT_LENGTH_MAX;
    this.#known.delete(key);
    this.#known.set(key, { document: isSmall ? document : null, at });
    if (this.#known.size > REMEMBERED_MAX) this.#known.delete(this.#known.keys().next().value as string);
  }

  /** After a change, what was missing may be there. */
  clear(): void {
    this.#known.clear();
  }
}
