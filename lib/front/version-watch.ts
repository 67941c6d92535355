import { describeThrown, type Log } from "#lib/log.ts";

/** The number that grows with every public change. `read` rejects while the store does not answer. */
export type VersionSource = {
  read(): Promise<number>;
  /** Calls the listener when a change is heard of before the next look; returns how to stop that. */
  onChange?(listener: () => void): () => void;
};

const LOOK_MS = 250;
/** Before the store has answered for the first time. */
export const UNKNOWN_VERSION = -1;

/** Knows the newest version: looks four times a second, and keeps the last one while the store does not answer. */
export class VersionWatch {
  readonly #source: VersionSource;
  readonly #log: Log;
  #version = UNKNOWN_VERSION;
  #isLooking = false;
  #isAnswering = true;
  #end = () => {};

  constructor(source: VersionSource, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  get version(): number {
    return this.#version;
  }

  /** Begins to look. `onLook` is called after each look, whether or not the store answered. */
  start(onLook: (isChange: boolean) => void): void {
    const look = () => void this.#look(onLook);
    const timer = setInterval(look, LOOK_MS);
    const unlisten = this.#source.onChange?.(look);
    this.#end = () => {
      clearInterval(timer);
      unlisten?.();
    };
    look();
  }

  close(): void {
    this.#end();
  }

  async #look(onLook: (isChange: boolean) => void): Promise<void> {
    // A store that hangs must not keep the pages from growing old.
    if (this.#isLooking) return onLook(false);
    this.#isLooking = true;
    const before = this.#version;
    try {
      this.#version = await this.#source.read();
      this.#isAnswering = true;
    } catch (error) {
      if (this.#isAnswering) this.#log.warn({ err: describeThrown(error) }, "The store does not tell its version.");
      this.#isAnswering = false;
    }
    this.#isLooking = false;
    onLook(this.#version !== before);
  }
}
