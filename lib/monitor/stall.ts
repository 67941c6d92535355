/** A process that was held up for longer than this may have missed answers that came in time. */
const STALL_MS = 250;
const LOOK_EVERY_MS = 100;

/** Notices when this process itself was not given the processor, or was busy with one thing. */
export class StallWatch {
  readonly #timer: NodeJS.Timeout;
  #beat = performance.now();
  #stalledAt = Number.NEGATIVE_INFINITY;

  constructor() {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Whether it was held up at any time within the last `withinMs`. */
  stalled(withinMs: number): boolean {
    // A stall may have ended this moment, before the timer could run.
    this.#look();
    return performance.now() - this.#stalledAt <= withinMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#beat - LOOK_EVERY_MS > STALL_MS) this.#stalledAt = now;
    this.#beat = now;
  }
}
