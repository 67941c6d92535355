import type { Instant } from "./instant.ts";

/** One save of a target's data that went well, as its own counters told. */
export type SaveSeen = {
  kind: "rdb" | "aof";
  at: Instant;
  /** Size of the data it saved (RDB) or of the file it wrote (AOF); null when not visible. */
  bytes: number | null;
  tookS: number | null;
};

/** What is known of a target's saves: the latest ones, oldest first. */
export type SaveHistory = { saves: SaveSeen[] };

const KEPT = 30;

/** Takes in a save unless it is known already; keeps the latest. */
export function withSave(history: SaveHistory, save: SaveSeen): SaveHistory {
  const isKnown = history.saves.some((one) => one.kind === save.kind && Math.abs(one.at - save.at) < 2_000);
  if (isKnown) return history;
  return { saves: [...history.saves, save].sort((a, b) => a.at - b.at).slice(-KEPT) };
}

/** The usual size of the backups before the newest: their median; null while there are fewer than two. */
export function usualBytes(sizes: readonly number[]): number | null {
  const before = sizes.slice(0, -1).sort((a, b) => a - b);
  return before.length < 2 ? null : (before[Math.floor(before.length / 2)] as number);
}
