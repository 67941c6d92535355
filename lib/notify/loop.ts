import { describeThrown, type Log } from "#lib/log.ts";

/** `more`: again at once; `waiting`: something is under way; `quiet`: there is nothing to do. */
export type Round = "more" | "waiting" | "quiet";

const PERIOD_MS = 100;
const AFTER_ERROR_MS = 1_000;

/** Does rounds one after the other until it is stopped: every 100 ms, and at once when woken. */
export class Loop {
  readonly #round: () => Promise<Round>;
  readonly #log: Log;
  #wake: (() => void) | null = null;
  #isWoken = false;
  #isStopped = false;
  #isFailing = false;
  #waiters: (() => void)[] = [];
  readonly #ended: Promise<void>;

  constructor(round: () => Promise<Round>, log: Log) {
    this.#round = round;
    this.#log = log;
    this.#ended = this.#run();
  }

  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  /** Resolves after a whole round, begun after this call, has found nothing to do. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.wake();
    });
  }

  /** Begins no new round. Resolves when the one under way has ended. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.wake();
    return this.#ended;
  }

  async #run(): Promise<void> {
    // The first round begins after the constructor has returned.
    await Promise.resolve();
    while (!this.#isStopped) {
      const waiters = this.#waiters.splice(0);
      const round = await this.#safely();
      if (round === "quiet") for (const resolve of waiters) resolve();
      else this.#waiters.unshift(...waiters);
      if (round !== "more") await this.#pause(round === "failed" ? AFTER_ERROR_MS : PERIOD_MS);
    }
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  async #safely(): Promise<Round | "failed"> {
    try {
      const round = await this.#round();
      this.#isFailing = false;
      return round;
    } catch (error) {
      // Said once, not ten times a second.
      if (!this.#isFailing)
        this.#log.error({ err: describeThrown(error) }, "The store cannot be used: nothing is sent until it can.");
      this.#isFailing = true;
      return "failed";
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#wake = null;
        this.#isWoken = false;
        resolve();
      };
      const timer = setTimeout(go, ms);
      this.#wake = go;
      if (this.#isWoken || this.#isStopped) go();
    });
  }
}
