import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { type Copy, makeCopy } from "./copy.ts";
import { dropFrameworkScripts, inlineStyles } from "./document.ts";
import type { PublicPath } from "./public-paths.ts";
import type { Rendered } from "./renderer.ts";

/** What is remembered of one path. */
export type Entry = {
  path: string;
  mode: PublicPath["mode"];
  /** The page as it was at `version`. */
  now: Copy;
  /** The page as it reads when nothing more can be confirmed. */
  lastConfirmed: Copy;
  version: number;
  /** When the renderer was asked for it. */
  drawnAt: Instant;
};

/** Old pages are drawn anew this often, so that the age they state stays true. */
export const REDRAW_MS = 30 * SECOND;
/** A copy that could not be renewed for so long is no longer shown as the present. */
export const LAST_CONFIRMED_MS = 60 * SECOND;
const ENTRIES_MAX = 500;
const MISSING_MAX = 1_000;
const MISSING_MS = 5 * SECOND;
const PAUSE_MIN_MS = 250;
const PAUSE_MAX_MS = 5 * SECOND;

export type PageMemoryOptions = {
  draw: Draw;
  isSecure: boolean;
  /** The newest version that is known. */
  version: () => number;
  /** What is put on top of every page just now. */
  dress: (html: string) => string;
  clock: () => Instant;
  log: Log;
  /** Called when a page reads differently from before. */
  onChange: () => void;
};

type Draw = (path: string, variant: "now" | "last-confirmed") => Promise<Rendered>;

/**
 * Every public page, drawn once per change and kept as bytes.
 *
 * The version is read before the renderer is asked and stamped on the copy: a
 * copy can be older than it says, never newer. A failed drawing keeps the copy
 * that is there.
 */
export class PageMemory {
  readonly #entries = new Map<string, Entry>();
  readonly #missing = new Map<string, Instant>();
  readonly #flights = new Map<string, Promise<Entry | null>>();
  readonly #pauses = new Map<string, { until: Instant; ms: number }>();
  readonly #styles = new Map<string, Promise<string>>();
  readonly #options: PageMemoryOptions;

  constructor(options: PageMemoryOptions) {
    this.#options = options;
  }

  /** The copy to serve now; undefined when the path is not remembered. Does no work but looking. */
  peek(path: string): Copy | undefined {
    const entry = this.#entries.get(path);
    if (!entry) return undefined;
    return this.#options.clock() - entry.drawnAt > LAST_CONFIRMED_MS ? entry.lastConfirmed : entry.now;
  }

  /** The copy of a path that may not be remembered yet. Null: there is no such page. @throws when it cannot be drawn. */
  async fetch(path: string, mode: PublicPath["mode"]): Promise<Copy | null> {
    const missing = this.#missing.get(path);
    if (missing !== undefined && this.#options.clock() - missing < MISSING_MS) return null;
    const entry = await this.#refresh(path, mode);
    return entry ? (this.peek(path) ?? entry.now) : null;
  }

  entries(): Entry[] {
    return [...this.#entries.values()];
  }

  /** Takes in what the disk kept. */
  remember(entry: Entry): void {
    this.#entries.set(entry.path, entry);
  }

  /** Draws anew whatever is older than the present version, or old by the clock; the front page first. */
  async renew(): Promise<void> {
    const { version, clock } = this.#options;
    this.#missing.clear();
    const due = this.entries().filter((entry) => entry.version !== version() || clock() - entry.drawnAt >= REDRAW_MS);
    due.sort((a, b) => a.path.length - b.path.length);
    for (const entry of due) {
      const pause = this.#pauses.get(entry.path);
      if (pause && clock() < pause.until) continue;
      await this.#refresh(entry.path, entry.mode).catch(() => undefined);
    }
  }

  /** Puts on top of every page what is to be there now; asks nobody. */
  async redress(): Promise<void> {
    const { isSecure, dress, onChange } = this.#options;
    for (const entry of this.entries()) {
      if (entry.mode === "raw") continue;
      entry.now = await makeCopy(entry.now.text, entry.now.type, isSecure, dress);
      entry.lastConfirmed = await makeCopy(entry.lastConfirmed.text, entry.lastConfirmed.type, isSecure, dress);
    }
    onChange();
  }

  /** One drawing per path at a time, however many ask. */
  #refresh(path: string, mode: PublicPath["mode"]): Promise<Entry | null> {
    const running = this.#flights.get(path);
    if (running) return running;
    const flight = this.#draw(path, mode).finally(() => this.#flights.delete(path));
    this.#flights.set(path, flight);
    return flight;
  }

  async #draw(path: string, mode: PublicPath["mode"]): Promise<Entry | null> {
    const { version, clock, draw, log, onChange } = this.#options;
    const before = { version: version(), drawnAt: clock() };
    try {
      const now = await draw(path, "now");
      if (now.status === 404) return this.#forget(path);
      if (now.status !== 200) throw new Error(`The renderer answered ${now.status}.`);
      const last = mode === "page" ? await draw(path, "last-confirmed") : now;
      if (last.status !== 200) throw new Error(`The renderer answered ${last.status}.`);
      const entry: Entry = {
        path,
        mode,
        now: await this.#copy(now, mode),
        lastConfirmed: await this.#copy(last, mode),
        ...before,
      };
      const known = this.#entries.get(path);
      this.#entries.delete(path);
      this.#entries.set(path, entry);
      this.#pauses.delete(path);
      this.#bound();
      if (known?.now.etag !== entry.now.etag) onChange();
      return entry;
    } catch (error) {
      const ms = Math.min((this.#pauses.get(path)?.ms ?? PAUSE_MIN_MS / 2) * 2, PAUSE_MAX_MS);
      this.#pauses.set(path, { until: clock() + ms, ms });
      log.warn({ path, err: describeThrown(error) }, "A page could not be drawn; the copy that is there stays.");
      throw error;
    }
  }

  async #copy(rendered: Rendered, mode: PublicPath["mode"]): Promise<Copy> {
    const { isSecure, dress } = this.#options;
    if (mode === "raw") return makeCopy(rendered.body, rendered.type, isSecure);
    const html = await inlineStyles(dropFrameworkScripts(rendered.body), (href) => this.#style(href));
    return makeCopy(html, rendered.type, isSecure, dress);
  }

  /** A stylesheet's text; its name changes with its content, so it is asked for once. */
  #style(href: string): Promise<string> {
    let text = this.#styles.get(href);
    if (!text) {
      text = this.#options.draw(href, "now").then((answer) => {
        if (answer.status !== 200) throw new Error(`The renderer answered ${answer.status} for a stylesheet.`);
        return answer.body;
      });
      text.catch(() => this.#styles.delete(href));
      this.#styles.set(href, text);
    }
    return text;
  }

  #forget(path: string): null {
    if (this.#entries.delete(path)) this.#options.onChange();
    this.#missing.set(path, this.#options.clock());
    if (this.#missing.size > MISSING_MAX) this.#missing.delete(this.#missing.keys().next().value as string);
    return null;
  }

  #bound(): void {
    for (const path of this.#entries.keys()) {
      if (this.#entries.size <= ENTRIES_MAX) return;
      if (path !== "/") this.#entries.delete(path);
    }
  }
}
