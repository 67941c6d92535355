const REMEMBERED_MAX = 10_000;

/** `burst` at once, then so many a second. */
export type Pace = { burst: number; perSecond: number };

/** Counts what each address asks for, in memory: each front counts for itself, and forgets whom it has not seen longest. */
export class TokenBuckets {
  readonly #buckets = new Map<string, { left: number; atMs: number }>();
  readonly #pace: Pace;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Takes one. @returns 0 when there was one, else the whole seconds until there is. */
  take(address: string, nowMs: number): number {
    const { burst, perSecond } = this.#pace;
    const owner = network(address);
    const bucket = this.#buckets.get(owner) ?? { left: burst, atMs: nowMs };
    const left = Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.atMs) / 1_000) * perSecond);
    this.#buckets.delete(owner);
    this.#buckets.set(owner, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
    if (this.#buckets.size > REMEMBERED_MAX) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return left >= 1 ? 0 : Math.ceil((1 - left) / perSecond);
  }
}

/** An IPv6 household has 2^64 addresses: it counts as one. */
function network(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => "0");
  return [...groups, ...zeros, ...after].slice(0, 4).join(":");
}
