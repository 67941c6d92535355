/** One line of the table: what was measured, what came out, and what it had to be. */
export type Figure = {
  name: string;
  value: string;
  /** In words; null when the figure is only told. */
  target: string | null;
  /** Null when there is no target. */
  isMet: boolean | null;
};

/** What one benchmark has to say. */
export type Block = { title: string; figures: Figure[]; notes: string[] };

/** What a benchmark works with. */
export type Bench = {
  /** A temporary folder that is removed when the run ends. */
  folder: string;
  /** Has this done when the run ends, however it ends; the latest first. */
  defer(end: () => unknown): void;
  /** Rejects when the run is interrupted; never resolves. */
  interrupted: Promise<never>;
};

/** A figure of time or size that must not be above a limit; the limit holds for `worst`. */
export function atMost(name: string, value: string, worst: number, limit: number, target: string): Figure {
  return { name, value, target, isMet: worst <= limit };
}

export function told(name: string, value: string): Figure {
  return { name, value, target: null, isMet: null };
}

/** The middle of the values; of an even number the lower one of the two. @throws when there are none. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
  if (middle === undefined) throw new Error("There is no median of nothing.");
  return middle;
}

/** Median and maximum in words, in milliseconds. */
export function inMs(values: readonly number[]): string {
  const words = (ms: number) => (ms >= 20 ? String(Math.round(ms)) : ms.toFixed(1));
  return `median ${words(median(values))} ms, max ${words(Math.max(...values))} ms`;
}
