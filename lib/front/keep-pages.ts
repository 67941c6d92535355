import { SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import type { Page } from "./page.ts";
import type { PageArchive } from "./page-archive.ts";

const NEWS_MS = SECOND;
/** Pages that were only drawn anew say what is on disk already, with a later age. */
const ANEW_MS = 30 * SECOND;

/** Writes page memory to disk after changes: at most once a second, and less often when nothing is news. */
export class KeepPages {
  readonly #archive: PageArchive;
  readonly #pages: () => Page[];
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #pending: "nothing" | "anew" | "news" = "nothing";
  #writtenAtMs = performance.now();
  #writing: Promise<void> | null = null;

  constructor(archive: PageArchive, pages: () => Page[], log: Log) {
    this.#archive = archive;
    this.#pages = pages;
    this.#log = log;
    this.#timer = setInterval(() => this.#writeIfDue(), NEWS_MS);
  }

  changed(isNews: boolean): void {
    if (isNews || this.#pending === "nothing") this.#pending = isNews ? "news" : "anew";
  }

  /** Writes what is left to write, and ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    if (this.#pending !== "nothing") await this.#write();
  }

  #writeIfDue(): void {
    const isWaiting = this.#pending === "anew" && performance.now() - this.#writtenAtMs < ANEW_MS;
    if (this.#writing || this.#pending === "nothing" || isWaiting) return;
    this.#writing = this.#write().finally(() => {
      this.#writing = null;
    });
  }

  async #write(): Promise<void> {
    const was = this.#pending;
    this.#pending = "nothing";
    this.#writtenAtMs = performance.now();
    await this.#archive.write(this.#pages()).catch((error) => {
      this.changed(was === "news");
      this.#log.warn({ err: describeThrown(error) }, "The pages could not be kept on disk.");
    });
  }
}
