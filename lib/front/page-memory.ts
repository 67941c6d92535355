import type { Instant } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { BackOff } from "./back-off.ts";
import type { Copy, Document } from "./copy.ts";
import type { Draw, Drawing } from "./draw.ts";
import { Flights, type Outcome } from "./flights.ts";
import { MissingPages } from "./missing-pages.ts";
import { byUrgency, isCurrent, isDue, isFirst, mayRedraw, type Page } from "./page.ts";
import { PageShelf } from "./page-shelf.ts";
import { type Asked, FIRST_PAGE } from "./public-paths.ts";

const FLIGHTS_MAX = 4;

export type PageMemoryOptions = {
  draw: Draw;
  isSecure: boolean;
  /** The newest version that is known. */
  version: () => number;
  /** Puts on top of a page what is to be there just now. */
  dress: (html: string) => string;
  clock: () => Instant;
  log: Log;
  /** Called when what is remembered changed; `isNews` is false when a page was only drawn anew. */
  onChange: (isNews: boolean) => void;
};

/** What memory has to say to a reader. */
export type Reading =
  | { found: "page"; copy: Copy }
  /** There is no such page; null: the renderer has no words for it. */
  | { found: "missing"; document: Document | null }
  /** The renderer has an answer, but not one that can be remembered. */
  | { found: "unkept" }
  /** Nothing is remembered, and the renderer does not answer. */
  | { found: "nothing" };

/**
 * Every public page, drawn once per change and kept as bytes.
 *
 * The version is read before the renderer is asked and stamped on the page: a page may be newer than its stamp, never
 * older. A failed drawing keeps the page that is there, and what fails is left alone for a while.
 */
export class PageMemory {
  readonly #options: PageMemoryOptions;
  readonly #shelf: PageShelf;
  readonly #missing = new MissingPages();
  readonly #flights = new Flights();
  readonly #backOff = new BackOff();
  #isClosed = false;

  constructor(options: PageMemoryOptions) {
    this.#options = options;
    this.#shelf = new PageShelf(options.isSecure, options.dress);
  }

  /** The page of a key as it is remembered. Does no work but looking. */
  peek(key: string): Page | undefined {
    return this.#shelf.get(key);
  }

  pages(): Page[] {
    return this.#shelf.all();
  }

  /** Whether reading this costs a drawing that nobody else has asked for. */
  costsDrawing(key: string): boolean {
    if (this.#shelf.has(key) || this.#flights.has(key)) return false;
    return this.#missing.get(key, this.#options.clock()) === undefined;
  }

  /** Takes in a page that was kept on disk; it reads as last confirmed until it is renewed. */
  async remember(kept: Pick<Page, "asked" | "drawnAt" | "now" | "lastConfirmed">): Promise<void> {
    const { drawnAt } = kept;
    const unknown = { version: Number.NaN, triedAtMs: Number.NEGATIVE_INFINITY };
    const page = { ...kept, ...unknown, isFromDisk: true, wasAsked: false, askedAt: drawnAt };
    await this.#shelf.put(page, this.#options.clock());
  }

  /** What to answer to a reader whose page is not at hand as it should be: a newer one if it comes soon, else what there is. */
  async read(asked: Asked): Promise<Reading> {
    const page = this.#shelf.get(asked.key);
    if (page) {
      page.wasAsked = true;
      if (!page.isCurrent) await this.#renewal(page);
    }
    const renewed = this.#shelf.get(asked.key);
    return renewed ? { found: "page", copy: renewed.copy } : this.#firstReading(asked);
  }

  /** Looks through everything: what has grown old is shown as such, what is due is drawn anew, the front page first. */
  look(): void {
    const now = this.#options.clock();
    for (const page of this.#shelf.all()) {
      if (page.wasAsked) page.askedAt = now;
      page.wasAsked = false;
      page.isCurrent = isCurrent(page, this.#options.version(), now);
    }
    this.#shelf.turn(now);
    this.#drawDue();
    void this.#shelf.polishOne(now);
  }

  /** The version has moved: no page is current, and what was missing may be there. */
  versionChanged(): void {
    this.#missing.clear();
    this.look();
  }

  /** Puts on top of every page what is to be there now; asks nobody. */
  dress(): Promise<void> {
    return this.#shelf.dressAll();
  }

  /** Nothing is drawn any more unless a reader waits for it. */
  close(): void {
    this.#isClosed = true;
  }

  async #firstReading(asked: Asked): Promise<Reading> {
    const { key } = asked;
    const missing = this.#missing.get(key, this.#options.clock());
    if (missing !== undefined) return { found: "missing", document: missing };
    if (!this.#flights.has(key) && !this.#backOff.mayTry(key))
      return { found: this.#backOff.isUnkept(key) ? "unkept" : "nothing" };
    const landed = await this.#refresh(asked);
    const page = this.#shelf.get(key);
    if (page) return { found: "page", copy: page.copy };
    if (landed.outcome === "missing") return { found: "missing", document: landed.document };
    return { found: landed.outcome === "unkept" ? "unkept" : "nothing" };
  }

  async #renewal(page: Page): Promise<void> {
    const { key } = page.asked;
    if (this.#backOff.isFailing(key)) return;
    if (!this.#flights.has(key) && mayRedraw(page)) void this.#refresh(page.asked);
    await this.#flights.patience(key);
  }

  #drawDue(): void {
    if (this.#isClosed) return;
    const now = this.#options.clock();
    const version = this.#options.version();
    const mayDraw = (key: string) => !this.#flights.has(key) && this.#backOff.mayTry(key);
    if (!this.#shelf.has(FIRST_PAGE.key) && mayDraw(FIRST_PAGE.key)) void this.#refresh(FIRST_PAGE);
    const due = this.#shelf.all().filter((page) => mayDraw(page.asked.key) && isDue(page, version, now));
    for (const page of due.sort(byUrgency))
      if (isFirst(page) || this.#flights.count < FLIGHTS_MAX) void this.#refresh(page.asked);
  }

  #refresh(asked: Asked): Promise<Outcome> {
    return this.#flights.take(
      asked.key,
      () => this.#draw(asked),
      () => this.#drawDue(),
    );
  }

  async #draw(asked: Asked): Promise<Outcome> {
    const { version, clock, draw, log } = this.#options;
    const { key } = asked;
    const stamp = { version: version(), drawnAt: clock(), triedAtMs: performance.now() };
    const known = this.#shelf.get(key);
    if (known) known.triedAtMs = stamp.triedAtMs;
    try {
      const drawing = await draw(asked);
      if (drawing.outcome === "drawn") await this.#keep(asked, drawing, stamp);
      else if (drawing.outcome === "missing") this.#forget(key, drawing.document, stamp.version);
      else {
        this.#backOff.failed(key, "unkept");
        log.warn({ path: key, reason: drawing.reason }, "A page cannot be kept; what is remembered stays.");
      }
      return drawing;
    } catch (error) {
      this.#backOff.failed(key, "failed");
      log.warn({ path: key, err: describeThrown(error) }, "A page could not be drawn; what is remembered stays.");
      return { outcome: "failed" };
    }
  }

  async #keep(
    asked: Asked,
    { now, lastConfirmed }: Drawing & { outcome: "drawn" },
    stamp: Pick<Page, "version" | "drawnAt" | "triedAtMs">,
  ): Promise<void> {
    const { version, clock, onChange } = this.#options;
    const known = this.#shelf.get(asked.key);
    const page = await this.#shelf.put(
      {
        asked,
        ...stamp,
        now,
        lastConfirmed: lastConfirmed ?? known?.lastConfirmed ?? null,
        isFromDisk: false,
        wasAsked: known?.wasAsked ?? true,
        askedAt: known?.askedAt ?? stamp.drawnAt,
      },
      clock(),
    );
    page.isCurrent = isCurrent(page, version(), clock());
    // Whatever was in the way of the front page was in the way of all.
    if (isFirst(page) && this.#backOff.isFailing(asked.key)) this.#backOff.forgive();
    this.#backOff.succeeded(asked.key);
    onChange(known?.version !== page.version);
  }

  #forget(key: string, document: Document | null, version: number): void {
    if (this.#shelf.delete(key)) this.#options.onChange(true);
    // What was missing before a change during the drawing may be there after it.
    if (version === this.#options.version()) this.#missing.remember(key, document, this.#options.clock());
    this.#backOff.succeeded(key);
  }
}
