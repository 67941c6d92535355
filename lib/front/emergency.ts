import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "#lib/domain/markdown.ts";

/** Words that `pulsepage emergency` puts on top of every page, whatever else is gone. */
export class Emergency {
  readonly #file: string;
  #stamp = "";
  #banner = "";

  constructor(dataDir: string) {
    this.#file = join(dataDir, "emergency.json");
  }

  /** Looks whether the words changed. */
  look(): boolean {
    const stamp = this.#stampOf();
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    this.#banner = stamp === "" ? "" : this.#read();
    return true;
  }

  /** The page with the words on top of it. */
  readonly onTop = (html: string): string =>
    this.#banner === "" ? html : html.replace(/<body\b[^>]*>/, (tag) => `${tag}${this.#banner}`);

  #stampOf(): string {
    try {
      const { mtimeMs, size, ino } = statSync(this.#file);
      return `${mtimeMs} ${size} ${ino}`;
    } catch {
      return "";
    }
  }

  #read(): string {
    try {
      const { text } = JSON.parse(readFileSync(this.#file, "utf8")) as { text?: unknown };
      return typeof text === "string" && text !== ""
        ? `<div class="emergency" role="alert">${escapeHtml(text)}</div>`
        : "";
    } catch {
      return "";
    }
  }
}
