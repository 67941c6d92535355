import type { Facts } from "#lib/domain/diagnosis.ts";
import { MINUTE } from "#lib/domain/instant.ts";

/** How many entries are asked for. */
export const SLOW_ENTRIES = 32;

/**
 * What SLOWLOG GET says of the last minute: the slowest command by its bare name, how
 * long it took, and which share of the minute slow commands took together.
 *
 * Arguments are application data: they are never kept.
 *
 * @param nowMs by Redis' own clock, as the entries are.
 */
export function slowFacts(answer: unknown, nowMs: number): Facts {
  const entries = (Array.isArray(answer) ? answer : []).flatMap(entryOf).filter((one) => nowMs - one.at <= MINUTE);
  const worst = entries.toSorted((a, b) => b.ms - a.ms)[0];
  if (!worst) return {};
  const total = entries.reduce((sum, one) => sum + one.ms, 0);
  return {
    slow_command: worst.command,
    slow_ms: Math.round(worst.ms),
    slow_share: Math.round((total / MINUTE) * 1_000) / 1_000,
  };
}

function entryOf(entry: unknown): { at: number; ms: number; command: string }[] {
  if (!Array.isArray(entry)) return [];
  const [, seconds, micros, words] = entry as [unknown, unknown, unknown, unknown];
  const command = Array.isArray(words) ? String(words[0] ?? "").toUpperCase() : "";
  if (typeof seconds !== "number" || typeof micros !== "number" || !/^[A-Z][A-Z0-9_.]{0,30}$/.test(command)) return [];
  return [{ at: seconds * 1_000, ms: micros / 1_000, command }];
}
