import { SECOND } from "#lib/domain/instant.ts";

const PAUSE_MIN_MS = 250;
const PAUSE_MAX_MS = 5 * SECOND;
const REMEMBERED_MAX = 1_000;

/** Why it is left alone: the renderer failed, or has an answer that cannot be remembered. */
type Reason = "failed" | "unkept";

/** How long to leave alone what failed: longer with each failure. Measured by the process's own clock, which nobody can set. */
export class BackOff {
  readonly #pauses = new Map<string, { untilMs: number; pauseMs: number; reason: Reason }>();

  /** Whether it may be tried now. */
  mayTry(key: string): boolean {
    const pause = this.#pauses.get(key);
    return pause === undefined || performance.now() >= pause.untilMs;
  }

  isFailing(key: string): boolean {
    return this.#pauses.has(key);
  }

  isUnkept(key: string): boolean {
    return this.#pauses.get(key)?.reason === "unkept";
  }

  failed(key: string, reason: Reason): void {
    const pauseMs = Math.min((this.#pauses.get(key)?.pauseMs ?? PAUSE_MIN_MS / 2) * 2, PAUSE_MAX_MS);
    this.#pauses.delete(key);
    this.#pauses.set(key, { untilMs: performance.now() + pauseMs, pauseMs, reason });
    if (this.#pauses.size > REMEMBERED_MAX) this.#pauses.delete(this.#pauses.keys().next().value as string);
  }

  succeeded(key: string): void {
    this.#pauses.delete(key);
  }

  /** Everything may be tried at once: what was in the way of all is gone. */
  forgive(): void {
    this.#pauses.clear();
  }
}
