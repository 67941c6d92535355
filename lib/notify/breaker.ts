import { MINUTE, SECOND } from "#lib/domain/instant.ts";

/** Opening at the first failure would starve everyone for one lost answer (reliability.md §7 "Back-off"). */
const OPENS_AFTER = 5;
const FIRST_WAIT_MS = SECOND;
const LONGEST_WAIT_MS = 5 * MINUTE;

/**
 * Keeps attempts away from a destination that does not answer.
 *
 * Opens after five failures in a row; then one attempt at a time goes through,
 * after waits from a second to five minutes, until one succeeds. Instants come
 * from a clock that only goes forward.
 */
export class Breaker {
  #failures = 0;
  #openUntil = 0;

  get isOpen(): boolean {
    return this.#failures >= OPENS_AFTER;
  }

  /** How many attempts may begin at `at`, when `inFlight` are under way. */
  allowance(at: number, inFlight: number): number {
    if (!this.isOpen) return Number.POSITIVE_INFINITY;
    return at >= this.#openUntil && inFlight === 0 ? 1 : 0;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** @param chance from 0 to 1: spreads the probes of several workers. */
  failed(at: number, chance: number): void {
    this.#failures += 1;
    if (!this.isOpen) return;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(this.#failures - OPENS_AFTER, 20), LONGEST_WAIT_MS);
    this.#openUntil = at + wait * (1 - chance / 4);
  }
}
