import type { Outcome } from "#lib/services/settle-delivery.ts";
import { Breaker } from "./breaker.ts";

type Destination = { breaker: Breaker; inFlight: number; notBefore: number };

/** What each destination can bear just now. Instants come from a clock that only goes forward. */
export class Destinations {
  readonly #known = new Map<string, Destination>();
  readonly #limits: { perDestination: number; spacingMs: number };

  constructor(limits: { perDestination: number; spacingMs: number }) {
    this.#limits = limits;
  }

  /** How many attempts may begin at the destination now. */
  room(name: string, at: number): number {
    const { breaker, inFlight, notBefore } = this.#of(name);
    if (at < notBefore) return 0;
    return Math.min(this.#limits.perDestination - inFlight, breaker.allowance(at, inFlight));
  }

  /** Whether it takes messages as fast as they come: it answers, and has not asked for a pause. */
  isWell(name: string, at: number): boolean {
    const { breaker, notBefore } = this.#of(name);
    return !breaker.isOpen && at >= notBefore;
  }

  /** Those at which no attempt may begin now. */
  blocked(at: number): string[] {
    return [...this.#known.keys()].filter((name) => this.room(name, at) <= 0);
  }

  /** Whether one of them has asked for a pause, or is paced, that ends by itself soon. */
  isPacing(at: number): boolean {
    return [...this.#known.values()].some(
      ({ breaker, notBefore }) => !breaker.isOpen && at < notBefore && notBefore - at <= this.#limits.spacingMs,
    );
  }

  began(name: string, at: number): void {
    const destination = this.#of(name);
    destination.inFlight += 1;
    destination.notBefore = Math.max(destination.notBefore, at + this.#limits.spacingMs);
  }

  /** @returns "closed" when the destination answers again, "opened" when it is paused from now on; else null. */
  ended(name: string, outcome: Outcome, at: number, chance: number): "opened" | "closed" | null {
    const destination = this.#of(name);
    destination.inFlight -= 1;
    const wasOpen = destination.breaker.isOpen;
    const isAway = outcome.kind === "refused" && outcome.destinationAway;
    if (isAway) destination.breaker.failed(at, chance);
    else if (outcome.kind !== "suppressed") destination.breaker.succeeded();
    if (outcome.kind === "refused" && outcome.retryAfterMs !== null && this.#limits.perDestination === 1) {
      destination.notBefore = Math.max(destination.notBefore, at + outcome.retryAfterMs);
    }
    if (wasOpen === destination.breaker.isOpen) return null;
    return wasOpen ? "closed" : "opened";
  }

  #of(name: string): Destination {
    let destination = this.#known.get(name);
    if (!destination) {
      destination = { breaker: new Breaker(), inFlight: 0, notBefore: 0 };
      this.#known.set(name, destination);
    }
    return destination;
  }
}
