import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { fieldsOf, type Info, numberOf } from "./info.ts";

type Sample = { at: Instant; runId: string; counts: Readonly<Record<string, number>> };

/** Rates are taken over the last 20 s: what comes in bursts does not come and go with every look. */
const WINDOW_MS = 20 * SECOND;

/** Errors that tell what applications meet, by the word Redis begins them with. */
const ERRORS = [
  "OOM",
  "READONLY",
  "MISCONF",
  "NOREPLICAS",
  "MASTERDOWN",
  "CLUSTERDOWN",
  "NOAUTH",
  "WRONGPASS",
  "NOPERM",
];

/** Turns counters of INFO into what happened of late. A restart or CONFIG RESETSTAT begins anew. */
export class Counters {
  #samples: Sample[] = [];

  /** Takes in one look: `info` with the lines of its section commandstats, if they were visible. */
  take(info: Info, now: Instant): void {
    const sample = { at: now, runId: info.run_id ?? "", counts: countsOf(info) };
    const last = this.#samples.at(-1);
    if (last && !follows(last, sample)) this.#samples = [];
    this.#samples = [...this.#samples.filter((one) => now - one.at <= WINDOW_MS && one.at <= now), sample];
  }

  forget(): void {
    this.#samples = [];
  }

  /** Per second, and for rare commands how many; nothing before the second look. */
  facts(): Facts {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || last.at <= first.at) return {};
    const facts: Record<string, number> = {};
    const seconds = (last.at - first.at) / SECOND;
    for (const [name, count] of Object.entries(last.counts)) {
      const delta = count - (first.counts[name] ?? 0);
      if (name.endsWith("_calls")) facts[name] = delta;
      else facts[`${name}_per_s`] = Math.round((delta / seconds) * 10) / 10;
    }
    return facts;
  }
}

/** How often everything, or one database, was emptied by command since the start; NaN when that is not visible. */
export function flushCount(info: Info): number {
  if (!Object.keys(info).some((name) => name.startsWith("cmdstat_"))) return Number.NaN;
  return callsOf(info, "flushall") + callsOf(info, "flushdb");
}

function callsOf(info: Info, command: string): number {
  return Number(fieldsOf(info[`cmdstat_${command}`]).calls ?? 0);
}

function countsOf(info: Info): Record<string, number> {
  const errors = ERRORS.map((word) => [`${word.toLowerCase()}_errors`, errorCount(info, word)] as const);
  const counts = {
    evicted: numberOf(info, "evicted_keys"),
    expired: numberOf(info, "expired_keys"),
    rejected: numberOf(info, "rejected_connections"),
    error_replies: numberOf(info, "total_error_replies"),
    flushall_calls: flushCount(info),
    full_sync_calls: numberOf(info, "sync_full"),
    config_set_calls: Number.isNaN(flushCount(info)) ? Number.NaN : callsOf(info, "config|set"),
    ...Object.fromEntries(errors),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => !Number.isNaN(count)));
}

/** Redis lists an error only once it has happened. */
function errorCount(info: Info, word: string): number {
  if (info.total_error_replies === undefined) return Number.NaN;
  return Number(fieldsOf(info[`errorstat_${word}`]).count ?? 0);
}

function follows(before: Sample, after: Sample): boolean {
  if (before.runId !== after.runId) return false;
  return Object.entries(after.counts).every(([name, count]) => count >= (before.counts[name] ?? 0));
}
