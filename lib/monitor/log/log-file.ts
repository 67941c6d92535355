import { type FileHandle, open } from "node:fs/promises";

/** Read at most so much in one look: what is more is read in the next. */
const READ_AT_MOST = 256 * 1_024;
/** A line longer than this is cut: nobody writes warnings that long. */
const LINE_AT_MOST = 8 * 1_024;

/**
 * Follows a file that another program writes, from its end on: new lines are
 * handed out once. A file that was moved away and begun anew is read to its end
 * first; one that was emptied is read from its start. Holds one unfinished line
 * and one read in memory, however much is written.
 */
export class LogFile {
  readonly #path: string;
  #handle: FileHandle | null = null;
  #inode = 0;
  #position = 0;
  #rest = "";
  /** Whether the file was there at the first look: one that appears later is read from its start. */
  #isFirst = true;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * What was written since the last look; null when the file cannot be read.
   * `skipped` in the answer: so much was written that the middle was left out.
   */
  async read(): Promise<string[] | null> {
    const current = await this.#current();
    if (!current) return this.#handle ? this.#readOn() : null;
    if (this.#handle === null) {
      await this.#begin(current, this.#isFirst ? (await current.stat()).size : 0);
      return this.#readOn();
    }
    if ((await current.stat()).ino === this.#inode) {
      await current.close();
      return this.#readOn();
    }
    const old = await this.#readOn();
    await this.#handle.close();
    const last = this.#rest === "" ? [] : [this.#rest];
    await this.#begin(current, 0);
    return [...old, ...last, ...(await this.#readOn())];
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  async #current(): Promise<FileHandle | null> {
    try {
      return await open(this.#path, "r");
    } catch {
      this.#isFirst = false;
      return null;
    }
  }

  async #begin(handle: FileHandle, position: number): Promise<void> {
    this.#handle = handle;
    this.#inode = (await handle.stat()).ino;
    this.#position = position;
    this.#rest = "";
    this.#isFirst = false;
  }

  async #readOn(): Promise<string[]> {
    const handle = this.#handle as FileHandle;
    const { size } = await handle.stat();
    if (size < this.#position) {
      // Emptied in place (copytruncate).
      this.#position = 0;
      this.#rest = "";
    }
    if (size - this.#position > READ_AT_MOST) {
      // More than we read: the newest counts.
      this.#position = size - READ_AT_MOST;
      this.#rest = "";
    }
    const wanted = size - this.#position;
    if (wanted === 0) return [];
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, this.#position);
    this.#position += bytesRead;
    const lines = (this.#rest + buffer.toString("latin1", 0, bytesRead)).split("\n");
    this.#rest = (lines.pop() ?? "").slice(0, LINE_AT_MOST);
    return lines.map((line) => line.slice(0, LINE_AT_MOST));
  }
}
