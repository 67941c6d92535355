import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DomainError } from "#lib/domain/errors.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { type ReadDocument, readStatuspage } from "#lib/import/statuspage.ts";
import { type ImportCounts, importPage } from "#lib/services/import-page.ts";
import { BY_HAND, say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage import statuspage URL|FOLDER [--dry-run] [--json]`;

const ANSWER_MS = 20 * SECOND;

/** Takes over what another status page knows; again and again, without doubling anything. */
export async function importFrom(args: string[]): Promise<number> {
  const options = { "dry-run": { type: "boolean" }, json: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [kind, place] = positionals;
  if (kind !== "statuspage" || place === undefined) return wrongUsage(USAGE);
  const page = await readStatuspage(/^https?:\/\//.test(place) ? fromAddress(place) : fromFolder(place), progress);
  const rehearse = values["dry-run"] === true;
  const counts = await withStore((db) => importPage(db, BY_HAND, page, rehearse, Date.now()));
  if (values.json) say(JSON.stringify({ dry_run: rehearse, ...counts, warnings: page.warnings }));
  else tell(counts, page.warnings, rehearse);
  return 0;
}

function tell(counts: ImportCounts, warnings: readonly string[], rehearse: boolean): void {
  const verb = rehearse ? "would be added" : "added";
  for (const [kind, { added, known }] of Object.entries(counts))
    say(`${kind.padEnd(13)} ${added} ${verb}, ${known} known`);
  for (const warning of warnings) say(`! ${warning}`);
}

/** A bar on the terminal while incidents are fetched one by one; nothing where nobody watches. */
function progress(done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const full = Math.round((done / all) * width);
  process.stderr.write(`\r[${"#".repeat(full)}${".".repeat(width - full)}] ${done} of ${all} incidents`);
  if (done === all - 1) process.stderr.write("\r\u001b[K");
}

function fromAddress(address: string): ReadDocument {
  const base = address.replace(/\/+$/, "");
  return async (path) => {
    const answer = await fetch(`${base}${path}`, {
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: { accept: "application/json" },
    }).catch(() => null);
    if (answer === null)
      throw new DomainError("unavailable", `${new URL(base).host} does not answer. Look at the address.`);
    return answer.ok ? answer.json().catch(() => null) : null;
  };
}

/** Documents saved under their own paths, such as `FOLDER/api/v2/incidents.json`. */
function fromFolder(folder: string): ReadDocument {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new DomainError("invalid", `There is no folder ${folder}.`);
  return async (path) => {
    const file = join(folder, path.split("?", 1)[0] as string);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return null;
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  };
}
