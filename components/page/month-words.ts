import type { SnapshotDay } from "#lib/domain/snapshot.ts";
import type { Key, Words } from "#lib/words/words.ts";
import { COVERED_ENOUGH } from "./uptime-words.ts";

type Spent = { downtimeMs: number; degradedMs: number; maintenanceMs: number; unknownMs: number; coverage: number };

/**
 * What a stretch of time had besides being up: "12 minutes down", "3 h degraded", "1 hour planned work". Nothing is
 * said of what lasted under a second. `short`: for tables.
 */
export function spentWords(spent: Spent, words: Words, length: "long" | "short" = "long"): string[] {
  const parts: [number, Key][] = [
    [spent.downtimeMs, "spent.down"],
    [spent.degradedMs, "spent.degraded"],
    [spent.maintenanceMs, "spent.planned"],
    [spent.coverage < COVERED_ENOUGH ? spent.unknownMs : 0, "spent.unmeasured"],
  ];
  return parts.filter(([ms]) => ms >= 1000).map(([ms, key]) => words.say(key, { time: words.duration(ms, length) }));
}

const OF_A_DAY = {
  major_outage: "spent.down",
  partial_outage: "spent.partly",
  degraded_performance: "spent.slow",
  under_maintenance: "spent.planned",
} as const satisfies Record<string, Key>;

/** A day in words: "38 minutes down, 5 minutes slow". */
export function spentOf({ spent, text }: Pick<SnapshotDay, "spent" | "text">, words: Words): string {
  const parts = Object.entries(OF_A_DAY).flatMap(([status, key]) => {
    const ms = spent?.[status as keyof typeof OF_A_DAY] ?? 0;
    return ms > 0 ? [words.say(key, { time: words.duration(ms) })] : [];
  });
  return parts.length === 0
    ? (text ?? "")
    : parts.join(words.language === "ja" || words.language === "zh" ? "、" : ", ");
}
