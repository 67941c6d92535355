import { parseArgs } from "node:util";
import { firstBreak } from "#lib/domain/audit-chain.ts";
import { listAudit, readChain } from "#lib/store/audit.ts";
import { say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage audit list [--limit N] [--json]
       pulsepage audit verify [--json]`;

/** Shows who did what, and proves that nobody has changed or removed an entry. */
export async function audit(args: string[]): Promise<number> {
  const options = { limit: { type: "string", default: "50" }, json: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [verb] = positionals;
  const limit = Number(values.limit);
  if (verb === "list" && Number.isSafeInteger(limit) && limit > 0) {
    const rows = await withStore((db) => listAudit(db, null, limit));
    for (const { hash: _hash, ...row } of rows) {
      const at = new Date(row.at).toISOString();
      say(
        values.json ? JSON.stringify({ ...row, at }) : `${row.seq}  ${at}  ${row.actor}  ${row.action}  ${row.subject}`,
      );
    }
    return 0;
  }
  if (verb === "verify") return verify(values.json === true);
  return wrongUsage(USAGE);
}

async function verify(json: boolean): Promise<number> {
  const { entries, head } = await withStore(readChain);
  const broken = firstBreak(entries, head);
  if (json) say(JSON.stringify({ entries: entries.length, hash: head.hash, broken }));
  else if (broken) say(`Entry ${broken.seq} is ${broken.what}: the log was tampered with, or the store is damaged.`);
  else say(`${entries.length} entries, none changed, none missing. Last hash: ${head.hash}`);
  return broken ? 1 : 0;
}
