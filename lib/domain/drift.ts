import { formatBytes } from "./bytes.ts";

/** What a target is made of, apart from what it holds. */
export type ChangeKind = "config" | "acl" | "version" | "modules" | "topology";

/** Names and values by kind. A kind that is absent was not visible: then nothing is said of it. Never holds a secret. */
export type Fingerprint = Readonly<Partial<Record<ChangeKind, Readonly<Record<string, string>>>>>;

/** One value that is not what it was. `before: null`: it was not there; `after: null`: it is gone. */
export type TargetChange = { kind: ChangeKind; name: string; before: string | null; after: string | null };

const KINDS: readonly ChangeKind[] = ["config", "acl", "version", "modules", "topology"];

/** What differs between two fingerprints, of what was visible both times. */
export function changesBetween(before: Fingerprint, after: Fingerprint): TargetChange[] {
  return KINDS.flatMap((kind) => {
    const was = before[kind];
    const is = after[kind];
    if (was === undefined || is === undefined) return [];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return names
      .map((name) => ({ kind, name, before: was[name] ?? null, after: is[name] ?? null }))
      .filter((change) => change.before !== change.after);
  });
}

/** The newest of both: what is not visible now is remembered as it was. */
export function mergeFingerprints(before: Fingerprint, after: Fingerprint): Fingerprint {
  return { ...before, ...after };
}

/** The settings that are a number of bytes. */
const BYTES = /^(maxmemory|maxmemory-clients|repl-backlog-size|auto-aof-rewrite-min-size|client-query-buffer-limit)$/;

/** A change in operators' words: "maxmemory 6 → 4 GiB", "ACL user app changed". */
export function changeText({ kind, name, before, after }: TargetChange): string {
  if (kind === "acl") {
    return `ACL user ${name} ${before === null ? "added" : after === null ? "removed" : "changed"}`;
  }
  const what = kind === "modules" ? `module ${name}` : name;
  if (before === null) return `${what} added: ${shown(name, after)}`;
  if (after === null) return `${what} removed, was ${shown(name, before)}`;
  const [was, is] = [shown(name, before), shown(name, after)];
  const unit = / (\S+)$/.exec(is)?.[1];
  // The unit once, if it is the same: "6 → 4 GiB".
  const first = BYTES.test(name) && unit && was.endsWith(` ${unit}`) ? was.slice(0, -unit.length - 1) : was;
  return `${what} ${first} → ${is}`;
}

function shown(name: string, value: string | null): string {
  if (value === null || value === "") return "nothing";
  if (!BYTES.test(name) || !/^\d+$/.test(value)) return value;
  return value === "0" ? "no limit" : formatBytes(Number(value));
}
