import { createHash } from "node:crypto";
import type { Instant } from "./instant.ts";

/** One deed in the audit log. */
export type AuditEntry = {
  /** 1, 2, 3 …, without a gap. */
  seq: number;
  id: string;
  at: Instant;
  /** `operator:<id>`, `token:<id>`, `system:<id>`. */
  actor: string;
  action: string;
  subject: string;
  /** JSON. */
  detail: string;
};

/** What the first entry is chained to. */
export const CHAIN_START = "0".repeat(64);

/** The hash of an entry: over its content and the hash of the one before it, so that none can be changed or left out unseen. */
export function chainHash(previous: string, entry: AuditEntry): string {
  const { seq, id, at, actor, action, subject, detail } = entry;
  return createHash("sha256")
    .update(JSON.stringify([previous, seq, id, at, actor, action, subject, detail]))
    .digest("hex");
}

/** What breaks the chain; null when it is whole. Entries come in order of `seq`. */
export function firstBreak(
  entries: Iterable<AuditEntry & { hash: string }>,
  head: { seq: number; hash: string },
): { seq: number; what: "missing" | "changed" } | null {
  let hash = CHAIN_START;
  let seq = 0;
  for (const entry of entries) {
    seq += 1;
    if (entry.seq !== seq) return { seq, what: "missing" };
    hash = chainHash(hash, entry);
    if (entry.hash !== hash) return { seq, what: "changed" };
  }
  if (head.seq !== seq) return { seq: seq + 1, what: "missing" };
  return head.hash === hash ? null : { seq, what: "changed" };
}
