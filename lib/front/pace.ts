/** How many uncached requests one address may make: a burst, then so many a second. */
const BURST = 120;
const PER_SECOND = 30;
const REMEMBERED_MAX = 10_000;

/** Keeps one address from wearing the renderer out. In memory: each front counts for itself. */
export class Pace {
  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** @returns 0 when it may pass, else the seconds to wait. */
  wait(address: string, nowMs: number): number {
    const bucket = this.#buckets.get(address) ?? { left: BURST, at: nowMs };
    const left = Math.min(BURST, bucket.left + ((nowMs - bucket.at) / 1_000) * PER_SECOND);
    this.#buckets.delete(address);
    this.#buckets.set(address, { left: Math.max(0, left - 1), at: nowMs });
    if (this.#buckets.size > REMEMBERED_MAX) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return left >= 1 ? 0 : Math.ceil((1 - left) / PER_SECOND) || 1;
  }
}
