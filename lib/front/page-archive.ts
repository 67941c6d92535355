import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describeThrown, type Log } from "#lib/log.ts";
import type { Document } from "./copy.ts";
import type { Page } from "./page.ts";
import { askedFor } from "./public-paths.ts";

type Kept = Pick<Page, "asked" | "drawnAt" | "now" | "lastConfirmed">;

const document = z.object({ mode: z.enum(["plain", "raw", "bytes"]), mediaType: z.string(), text: z.string() });
const line = z.object({
  key: z.string(),
  drawnAt: z.number(),
  now: document,
  lastConfirmed: document.nullable(),
  sum: z.string(),
});
const file = z.object({ pages: z.array(line) });

/** Page memory on disk: each generation is written whole or not at all, and the one before it stays beside it. */
export class PageArchive {
  readonly #folder: string;
  readonly #log: Log;
  /** Pages are many and change one at a time: each is put into words once. */
  readonly #lines = new WeakMap<Document, string>();

  constructor(dataDir: string, log: Log) {
    this.#folder = join(dataDir, "pages");
    this.#log = log;
  }

  /** @throws when the disk does not take it; what was kept before stays. */
  async write(pages: readonly Page[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const fresh = join(this.#folder, "next.json");
    const target = await open(fresh, "w", 0o640);
    try {
      await target.writeFile(`{"pages":[\n${pages.map((page) => this.#line(page)).join(",\n")}\n]}\n`);
      await target.sync();
    } finally {
      await target.close();
    }
    const current = join(this.#folder, "current.json");
    await rename(current, join(this.#folder, "previous.json")).catch(ignoreMissing);
    await rename(fresh, current);
    const folder = await open(this.#folder, "r");
    await folder.sync().finally(() => folder.close());
  }

  /** What was kept last; the generation before when the last is damaged; nothing when there is neither. */
  async read(): Promise<Kept[]> {
    for (const name of ["current.json", "previous.json"]) {
      const text = await readFile(join(this.#folder, name), "utf8").catch(() => null);
      if (text === null) continue;
      try {
        return file.parse(JSON.parse(text)).pages.flatMap(revive);
      } catch (error) {
        this.#log.warn({ file: name, err: describeThrown(error) }, "The pages kept on disk are damaged.");
      }
    }
    return [];
  }

  #line(page: Page): string {
    let words = this.#lines.get(page.now);
    if (words === undefined) {
      const { asked, drawnAt, now, lastConfirmed } = page;
      words = JSON.stringify({ key: asked.key, drawnAt, now, lastConfirmed, sum: sumOf(now, lastConfirmed) });
      this.#lines.set(page.now, words);
    }
    return words;
  }
}

/** Nothing when the address is not a public one any more. @throws when the text is not what was written. */
function revive({ key, drawnAt, now, lastConfirmed, sum }: z.infer<typeof line>): Kept[] {
  if (sumOf(now, lastConfirmed) !== sum) throw new Error("A page is not as it was written.");
  const [path = "", query = ""] = key.split("?");
  const asked = askedFor(path, query);
  return asked?.key === key ? [{ asked, drawnAt, now, lastConfirmed }] : [];
}

function sumOf(now: Document, lastConfirmed: Document | null): string {
  const hash = createHash("sha256");
  for (const one of [now, lastConfirmed]) hash.update(`${one?.mode}\n${one?.mediaType}\n${one?.text}\n`);
  return hash.digest("base64url");
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
