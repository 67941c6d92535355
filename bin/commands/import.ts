import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DomainError } from "#lib/domain/errors.ts";
import type { ImportedPage } from "#lib/domain/imported-page.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { readKuma } from "#lib/import/kuma.ts";
import { type ReadDocument, readStatuspage } from "#lib/import/statuspage.ts";
import { readUpptime } from "#lib/import/upptime.ts";
import { type ImportResult, importPage } from "#lib/services/import-page.ts";
import { BY_HAND, say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage import statuspage URL|FOLDER [--dry-run] [--json]
       pulsepage import uptime-kuma FILE [--page SLUG] [--dry-run] [--json]
       pulsepage import upptime FOLDER [--dry-run] [--json]`;

const ANSWER_MS = 20 * SECOND;

/** Takes over what another status page knows; again and again, without doubling anything. */
export async function importFrom(args: string[]): Promise<number> {
  const options = { "dry-run": { type: "boolean" }, json: { type: "boolean" }, page: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [kind = "", place] = positionals;
  const read = SOURCES[kind];
  if (read === undefined || place === undefined) return wrongUsage(USAGE);
  const page = await read(place, values.page ?? null);
  const rehearse = values["dry-run"] === true;
  const result = await withStore((db, { sessionSecret: secret }) =>
    importPage(db, BY_HAND, page, { rehearse, secret, env: process.env }, Date.now()),
  );
  if (values.json) say(JSON.stringify({ dry_run: rehearse, ...result.counts, warnings: result.warnings }));
  else tell(result, rehearse);
  return 0;
}

/** Where a page can come from; `slug` says which page, where there are several. */
const SOURCES: Readonly<Record<string, (place: string, slug: string | null) => Promise<ImportedPage>>> = {
  statuspage: (place) => readStatuspage(/^https?:\/\//.test(place) ? fromAddress(place) : fromFolder(place), progress),
  upptime: async (place) => readUpptime(place),
  "uptime-kuma": async (place, slug) => readKuma(place, slug),
};

function tell({ counts, warnings }: ImportResult, rehearse: boolean): void {
  const verb = rehearse ? "would be added" : "added";
  for (const [kind, { added, known }] of Object.entries(counts))
    if (added + known > 0) say(`${kind.padEnd(13)} ${added} ${verb}, ${known} known`);
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
