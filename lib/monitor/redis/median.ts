/** The middle of the last few values: one that is far off moves nothing. */
export class Median {
  readonly #values: number[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  add(value: number): void {
    this.#values.push(value);
    if (this.#values.length > this.#size) this.#values.shift();
  }

  clear(): void {
    this.#values.length = 0;
  }

  /** Null before a third of the values are there. */
  value(): number | null {
    if (this.#values.length * 3 < this.#size) return null;
    return this.#values.toSorted((a, b) => a - b)[this.#values.length >> 1] ?? null;
  }
}
