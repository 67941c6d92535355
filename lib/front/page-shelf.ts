import type { Instant } from "#lib/domain/instant.ts";
import { type Copy, type Document, makeCopy, polish } from "./copy.ts";
import { byUrgency, isFirst, isPolishable, isUnconfirmed, type Page, shownDocument } from "./page.ts";

const PAGES_MAX = 300;
const BYTES_MAX = 64 * 1024 * 1024;

type Drawn = Omit<Page, "copy" | "shows" | "dressing" | "isCurrent">;

/** The remembered pages as bytes: which reading each shows, what is put on top of them, and how many there may be. */
export class PageShelf {
  readonly #isSecure: boolean;
  /** Puts on top of a page what is to be there just now. */
  readonly #dress: (html: string) => string;
  readonly #pages = new Map<string, Page>();
  readonly #turning = new Set<Page>();
  #dressing = 0;
  #isPolishing = false;

  constructor(isSecure: boolean, dress: (html: string) => string) {
    this.#isSecure = isSecure;
    this.#dress = dress;
  }

  get(key: string): Page | undefined {
    return this.#pages.get(key);
  }

  has(key: string): boolean {
    return this.#pages.has(key);
  }

  delete(key: string): boolean {
    return this.#pages.delete(key);
  }

  all(): Page[] {
    return [...this.#pages.values()];
  }

  /** Takes in what was drawn, showing the reading that fits it now. */
  async put(drawn: Drawn, now: Instant): Promise<Page> {
    const { key } = drawn.asked;
    const shows = isUnconfirmed(drawn, now) && drawn.lastConfirmed !== null ? "last-confirmed" : "now";
    const document = shownDocument({ ...drawn, shows });
    const before = this.#pages.get(key);
    const isSame = before?.dressing === this.#dressing && shownDocument(before).text === document.text;
    const dressed = isSame ? { copy: before.copy, dressing: before.dressing } : await this.#dressed(document);
    const page: Page = { ...drawn, ...dressed, shows, isCurrent: false };
    this.#pages.set(key, page);
    this.#bound();
    return page;
  }

  /** Has each page show the reading that fits its age. */
  turn(now: Instant): void {
    for (const page of this.#pages.values()) {
      const shows = isUnconfirmed(page, now) && page.lastConfirmed !== null ? "last-confirmed" : "now";
      if (page.shows !== shows && !this.#turning.has(page)) void this.#show(page, shows);
    }
  }

  /** Puts on top of every page what is to be there now. */
  async dressAll(): Promise<void> {
    this.#dressing += 1;
    for (const page of this.all().sort(byUrgency)) {
      while (page.dressing !== this.#dressing) await this.#show(page, page.shows);
    }
  }

  /** Compresses one more page as well as can be, if one is worth it. */
  async polishOne(now: Instant): Promise<void> {
    const page = this.#isPolishing ? undefined : this.all().find((one) => isPolishable(one, now));
    if (!page) return;
    this.#isPolishing = true;
    await polish(page.copy);
    this.#isPolishing = false;
  }

  async #show(page: Page, shows: Page["shows"]): Promise<void> {
    this.#turning.add(page);
    const dressed = await this.#dressed(shownDocument({ ...page, shows }));
    this.#turning.delete(page);
    Object.assign(page, dressed, { shows });
  }

  /** The document as bytes, wearing what belongs on top of it at the end. */
  async #dressed(document: Document): Promise<{ copy: Copy; dressing: number }> {
    for (;;) {
      const dressing = this.#dressing;
      const text = document.mode === "plain" ? this.#dress(document.text) : document.text;
      const copy = await makeCopy({ ...document, text }, this.#isSecure);
      if (dressing === this.#dressing) return { copy, dressing };
    }
  }

  /** Forgets what was asked for longest ago until everything fits. */
  #bound(): void {
    let bytes = 0;
    for (const [place, page] of this.all().sort(byUrgency).entries()) {
      bytes += page.copy.bytes + page.now.text.length + (page.lastConfirmed?.text.length ?? 0);
      if ((place >= PAGES_MAX || bytes > BYTES_MAX) && !isFirst(page)) this.#pages.delete(page.asked.key);
    }
  }
}
