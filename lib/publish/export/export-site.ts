import { describeThrown, type Log } from "#lib/log.ts";
import { askSite } from "./ask-site.ts";
import { DOCUMENTS, formsOf, isAsset, isMonth, isPlainPath, type ListedPage, linksIn, pagesIn } from "./site.ts";
import { isPage, type Target } from "./target.ts";

const AT_ONCE = 4;

/** What one round did. `missed`: addresses that had no answer; what was there of them stays. */
export type Round = { written: number; same: number; removed: number; missed: string[]; isPrivate?: true };

/**
 * Keeps a copy of a running page, as everybody reads it, in a folder or a bucket.
 *
 * The first round takes everything; the next ones what is new, what changed, and what can change: closed incidents
 * are asked for again only when the sitemap says so.
 */
export class SiteExport {
  readonly #from: string;
  readonly #target: Target;
  readonly #log: Log;
  readonly #etags = new Map<string, string | null>();
  readonly #changedAt = new Map<string, string>();
  #before: string[] | null = null;

  /** `from`: where the page is reached, without a slash at the end. */
  constructor(from: string, target: Target, log: Log) {
    this.#from = from;
    this.#target = target;
    this.#log = log;
  }

  /** @throws when the page cannot be reached, or the target cannot be written. */
  async round(): Promise<Round> {
    this.#before ??= (await this.#target.known()) ?? [];
    const done: Round = { written: 0, same: 0, removed: 0, missed: [] };
    const pages = await this.#listed();
    if (pages === null) return this.#withdraw(done);
    const live = new Set(linksIn((await this.#take("/", done)) ?? ""));
    const wanted = new Map<string, boolean>(DOCUMENTS.map((path) => [path, true]));
    for (const page of pages) {
      const isDue = this.#isDue(page, live);
      for (const path of [page.path, ...formsOf(page.path)]) wanted.set(path, isDue);
    }
    // Taken already.
    wanted.set("/", false);
    const links = new Set(live);
    await atOnce(
      [...wanted].filter(([, isDue]) => isDue),
      async ([path]) => {
        for (const link of linksIn((await this.#take(path, done)) ?? "")) links.add(link);
      },
    );
    await this.#takeMonths(pages, links, done);
    const assets = [...links].filter(isAsset);
    await atOnce(assets, (path) => this.#take(path, done));
    for (const { path, changedAt } of pages)
      if (changedAt !== null && !done.missed.includes(path)) this.#changedAt.set(path, changedAt);
    const stays = [...this.#before, ...this.#etags.keys()].filter((path) => isAsset(path) || isMonth(path));
    await this.#tidy(new Set([...wanted.keys(), ...assets, ...stays]), done);
    return done;
  }

  /** Null: the page is private, and lists nothing for everyone. */
  async #listed(): Promise<ListedPage[] | null> {
    const sitemap = await askSite(this.#from, "/sitemap.xml", null);
    if (sitemap.found === "private") return null;
    if (sitemap.found !== "file") throw new Error("The page has no sitemap.");
    return pagesIn(sitemap.file.bytes.toString("utf8")).filter(({ path }) => isPlainPath(path));
  }

  /** Each month leads to the one before it; one that is there already is read again when something changed. */
  async #takeMonths(pages: readonly ListedPage[], links: Set<string>, done: Round): Promise<void> {
    const isChange = pages.some(({ path, changedAt }) => changedAt !== null && this.#changedAt.get(path) !== changedAt);
    const seen = new Set<string>();
    for (
      let next = [...links].filter(isMonth);
      next.length > 0;
      next = [...links].filter((one) => isMonth(one) && !seen.has(one))
    ) {
      for (const path of next) seen.add(path);
      await atOnce(
        next.filter((path) => isChange || !this.#etags.has(path)),
        async (path) => {
          for (const link of linksIn((await this.#take(path, done)) ?? "")) links.add(link);
        },
      );
    }
  }

  /** A copy could be read by everyone: what was put there while the page was public is taken away. */
  async #withdraw(done: Round): Promise<Round> {
    for (const path of new Set([...(this.#before ?? []), ...this.#etags.keys()])) {
      await this.#target.remove(path);
      done.removed += 1;
    }
    if (done.removed > 0) {
      await this.#target.note([]);
      this.#log.warn({ removed: done.removed }, "The page is private: its exported copy was taken away.");
    }
    this.#before = [];
    this.#etags.clear();
    this.#changedAt.clear();
    return { ...done, isPrivate: true };
  }

  #isDue({ path, changedAt }: ListedPage, live: ReadonlySet<string>): boolean {
    return changedAt === null || live.has(path) || this.#changedAt.get(path) !== changedAt;
  }

  /** Brings one address over. @returns its text when it is a page that was read anew. */
  async #take(path: string, done: Round): Promise<string | null> {
    try {
      const answer = await askSite(this.#from, path, path === "/" ? null : (this.#etags.get(path) ?? null));
      if (answer.found === "same") done.same += 1;
      if (answer.found === "nothing") this.#etags.delete(path);
      if (answer.found === "private") throw new Error("It is private.");
      if (answer.found !== "file") return null;
      await this.#target.put(answer.file);
      this.#etags.set(path, answer.etag);
      done.written += 1;
      return isPage(answer.file.mediaType) ? answer.file.bytes.toString("utf8") : null;
    } catch (error) {
      this.#log.warn({ path, err: describeThrown(error) }, "A page could not be exported; the copy before stays.");
      done.missed.push(path);
      return null;
    }
  }

  /** Takes away what the page no longer has. */
  async #tidy(wanted: ReadonlySet<string>, done: Round): Promise<void> {
    const isThere = (path: string) =>
      wanted.has(path) && (this.#etags.has(path) || done.missed.includes(path) || isAsset(path));
    const before = this.#before ?? [];
    for (const path of before.filter((one) => !isThere(one))) {
      await this.#target.remove(path);
      done.removed += 1;
    }
    const now = [...new Set([...this.#etags.keys(), ...before])].filter(isThere);
    if (now.join() !== before.join()) await this.#target.note(now);
    for (const path of this.#etags.keys()) if (!wanted.has(path)) this.#etags.delete(path);
    this.#before = now;
  }
}

/** Runs the work on each, a few at a time. */
async function atOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
