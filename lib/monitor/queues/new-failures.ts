import { texts } from "./ask.ts";

/** So many of the newest failures are looked into at a time. */
export const FAILURES = 20;

/** Members of a sorted set with their scores, in the order given. */
export function scored(answer: unknown): (readonly [member: string, score: number])[] {
  const flat = texts(answer) ?? [];
  return flat.flatMap((id, i) => (i % 2 === 0 && id !== null ? [[id, Number(flat[i + 1])] as const] : []));
}

/** Remembers the newest failures of one queue from look to look, and tells which are new. */
export class NewFailures {
  #seen: ReadonlySet<string> | null = null;
  #kept = 0;

  /**
   * @param newest the newest failures with the instants they are sorted by; a job that failed again has another one.
   * @param kept how many failed jobs are kept in all.
   */
  take(
    newest: readonly (readonly [id: string, score: number])[],
    kept: number | null,
  ): { ids: string[]; failed: number } {
    const before = this.#seen;
    const more = (kept ?? 0) - this.#kept;
    this.#seen = new Set(newest.map(([id, score]) => `${id} ${score}`));
    this.#kept = kept ?? 0;
    // The first look tells what there is, not what is new.
    if (before === null) return { ids: [], failed: 0 };
    const ids = newest.filter(([id, score]) => !before.has(`${id} ${score}`)).map(([id]) => id);
    return { ids, failed: ids.length < FAILURES ? ids.length : Math.max(more, FAILURES) };
  }
}
