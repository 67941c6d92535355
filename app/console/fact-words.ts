import { formatBytes } from "#lib/domain/bytes.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration } from "#lib/domain/duration.ts";
import { SECOND } from "#lib/domain/instant.ts";

const BYTES = /^(used_memory|maxmemory)(_rss|_peak|_dataset)?$|^aof_(current|base)_size$/;
const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
/** Longer than this a fact is a document for a page of its own, or noise. */
const LONGEST = 200;

/** A measured fact as operators read it: "used memory", "4 GiB". */
export function factLine(name: string, value: string | number): [string, string] {
  const [, stem = name, unit = ""] = /^(.+)_(bytes|s|ms)$/.exec(name) ?? [];
  const label = stem.replaceAll("_", " ");
  if (typeof value === "string") return [name.replaceAll("_", " "), value === "" ? "nothing" : value];
  if (unit === "bytes" || BYTES.test(name)) {
    return [label, name === "maxmemory" && value === 0 ? "no limit" : formatBytes(value)];
  }
  // Rates end in _per_s, and are no durations.
  if (unit === "s" && !/_per$/.test(stem))
    return [label, value < 1 ? "under a second" : formatDuration(value * SECOND)];
  if (unit === "ms") return [label, `${COUNT.format(value)} ms`];
  return [name.replaceAll("_", " "), name === "port" ? String(value) : COUNT.format(value)];
}

/** Not a list of queues or nodes, which are facts too and have pages of their own. */
export function isOneLine(value: string | number): boolean {
  return typeof value === "number" || (value.length <= LONGEST && !/^[[{]/.test(value));
}

/** Every fact that reads as one line. */
export function factLines(facts: Facts): [string, string][] {
  return Object.entries(facts)
    .filter(([, value]) => isOneLine(value))
    .map(([name, value]) => factLine(name, value));
}
