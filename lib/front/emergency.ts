import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { formatDay, formatTime } from "#lib/domain/duration.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { escapeHtml } from "#lib/domain/markdown.ts";
import { describeThrown, type Log } from "#lib/log.ts";

const LOOK_MS = SECOND;
const BODY = /<body\b[^>]*>/;

const words = z.object({ text: z.string().trim().min(1).max(5_000), at: z.coerce.date() });

/** Words that `pulsepage emergency` puts on top of every page, whatever else is gone: a file, looked at every second. */
export class Emergency {
  readonly #file: string;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #stamp = "";
  #banner = "";

  constructor(dataDir: string, log: Log) {
    this.#file = join(dataDir, "emergency.json");
    this.#log = log;
  }

  /** Begins to look; `onChange` is called when the words are others than before. */
  start(onChange: () => Promise<void>): void {
    this.#timer = setInterval(async () => {
      if (await this.look()) await onChange();
    }, LOOK_MS);
  }

  /** The page with the words on top of it, if there are any. */
  readonly onTop = (html: string): string =>
    this.#banner === "" ? html : html.replace(BODY, (tag) => `${tag}${this.#banner}`);

  /** Reads the words again if the file changed. @returns whether it did. */
  async look(): Promise<boolean> {
    const stamp = await this.#stampNow();
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    this.#banner = stamp === "" ? "" : await this.#read();
    return true;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #stampNow(): Promise<string> {
    const known = await stat(this.#file).catch(() => null);
    return known === null ? "" : `${known.mtimeMs} ${known.size} ${known.ino}`;
  }

  async #read(): Promise<string> {
    try {
      const { text, at } = words.parse(JSON.parse(await readFile(this.#file, "utf8")));
      const moment = `${formatDay(at.getTime(), "UTC", at.getTime())}, ${formatTime(at.getTime(), "UTC")}`;
      return `<div class="emergency" role="alert">${escapeHtml(text)} <time datetime="${at.toISOString()}">${moment}</time></div>`;
    } catch (error) {
      this.#log.warn({ err: describeThrown(error) }, "emergency.json cannot be read; no words are put on the pages.");
      return "";
    }
  }
}
