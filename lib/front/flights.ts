import type { Drawing } from "./draw.ts";

/** A reader waits no longer than this for a newer copy when there is an older one. */
const READER_PATIENCE_MS = 1_000;

export type Outcome = Drawing | { outcome: "failed" };
type Flight = { landed: Promise<Outcome>; patience: Promise<unknown> };

/** Drawings that are under way: one per page, however many wait for it. */
export class Flights {
  readonly #flights = new Map<string, Flight>();

  get count(): number {
    return this.#flights.size;
  }

  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /** The drawing that is under way, or a new one. `draw` never rejects; `afterwards` is called when it has landed. */
  take(key: string, draw: () => Promise<Outcome>, afterwards: () => void): Promise<Outcome> {
    const running = this.#flights.get(key);
    if (running) return running.landed;
    const landed = draw().then((outcome) => {
      this.#flights.delete(key);
      afterwards();
      return outcome;
    });
    const late = new Promise((resolve) => setTimeout(resolve, READER_PATIENCE_MS).unref());
    this.#flights.set(key, { landed, patience: Promise.race([landed, late]) });
    return landed;
  }

  /** Settles when the drawing lands, or when it has taken longer than readers wait. */
  async patience(key: string): Promise<void> {
    await this.#flights.get(key)?.patience;
  }
}
