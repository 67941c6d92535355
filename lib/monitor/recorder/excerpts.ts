import { SECOND } from "#lib/domain/instant.ts";
import type { ClientCounts, LatencyEvent, SlowCommand } from "#lib/domain/recording.ts";
import { withoutAddresses } from "./redact.ts";

/** Most names and commands listed of the clients. */
const GROUPS = 10;
const IDLE_S = 300;

/** SLOWLOG GET without arguments, addresses and names of clients; null when the reply is none. */
export function readSlowlog(reply: unknown): SlowCommand[] | null {
  if (!Array.isArray(reply)) return null;
  return reply.flatMap((entry): SlowCommand[] => {
    if (!Array.isArray(entry) || !Array.isArray(entry[3])) return [];
    const [, at, micros, words] = entry as [unknown, unknown, unknown, unknown[]];
    return [{ at: Number(at) * SECOND, tookMs: Number(micros) / 1_000, command: commandName(words) }];
  });
}

/** Commands whose second word is part of their name; every other second word is data. */
const CONTAINERS = new Set(
  "ACL CLIENT CLUSTER COMMAND CONFIG DEBUG FUNCTION LATENCY MEMORY MODULE OBJECT PUBSUB SCRIPT SLOWLOG XGROUP XINFO".split(
    " ",
  ),
);

function commandName(words: readonly unknown[]): string {
  const first = String(words[0] ?? "").toUpperCase();
  if (!/^[A-Z][A-Z0-9._-]{0,39}$/.test(first)) return "(other)";
  const second = String(words[1] ?? "").toUpperCase();
  return CONTAINERS.has(first) && /^[A-Z-]{1,20}$/.test(second) ? `${first} ${second}` : first;
}

/** LATENCY LATEST; null when the reply is none. */
export function readLatency(reply: unknown): LatencyEvent[] | null {
  if (!Array.isArray(reply)) return null;
  return reply.flatMap((entry): LatencyEvent[] => {
    if (!Array.isArray(entry) || entry.length < 4) return [];
    const [event, at, latest, worst] = entry as unknown[];
    return [
      { event: String(event).slice(0, 40), at: Number(at) * SECOND, latestMs: Number(latest), worstMs: Number(worst) },
    ];
  });
}

/** CLIENT LIST as counts; null when the reply is none. Addresses, users and file numbers are not read. */
export function countClients(reply: unknown): ClientCounts | null {
  if (typeof reply !== "string") return null;
  const lines = reply.split("\n").filter((line) => line.startsWith("id="));
  const byName = new Map<string, number>();
  const byCommand = new Map<string, number>();
  let idle = 0;
  let outputBytes = 0;
  for (const line of lines) {
    const name = field(line, "name");
    count(byName, name === "" ? "(no name)" : groupName(name));
    const command = field(line, "cmd").toUpperCase().replace("|", " ");
    count(byCommand, command === "" || command === "NULL" ? "(none yet)" : command.slice(0, 40));
    if (Number(field(line, "idle")) >= IDLE_S) idle += 1;
    outputBytes += Number(field(line, "omem")) || 0;
  }
  return { total: lines.length, byName: most(byName), byCommand: most(byCommand), idle, outputBytes };
}

function field(line: string, name: string): string {
  return new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? "";
}

/** The name without what tells one client from the next: "worker-3f2a91c4" and "worker-77" become "worker-#". */
function groupName(name: string): string {
  const plain = withoutAddresses(name)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "#")
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/gi, "#")
    .replace(/\d+/g, "#");
  return plain.slice(0, 60);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function most(counts: Map<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, GROUPS);
}
