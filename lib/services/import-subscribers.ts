import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { knownTargets } from "#lib/store/subscribers.ts";
import { addSubscriber } from "./add-subscriber.ts";
import { type ImportProblem, type ImportRow, readSubscriberCsv } from "./subscriber-csv.ts";
import { scopeOf, targetOf } from "./subscriber-target.ts";

export type ImportPreview = {
  /** How many would be added, and how many are known already and get the components of the file. */
  added: number;
  known: number;
  problems: ImportProblem[];
};

/** What an import would do, without doing it. @throws {DomainError} `forbidden`; `invalid`. */
export async function previewImport(
  db: Database,
  actor: Actor,
  csv: string,
  outboundAllow: readonly string[],
): Promise<ImportPreview> {
  requireRole(actor, "maintainer");
  const { rows, problems } = await usableRows(db, csv, outboundAllow);
  const known = await knownTargets(
    db,
    rows.map((row) => ({ channel: row.channel, key: row.key })),
  );
  return { added: rows.length - known, known, problems };
}

/**
 * Subscribes everybody in the file. What cannot be used is left out and told of.
 *
 * @param consent on what it rests that they want this, in the operator's words: kept with each of them.
 * @param confirmed they have agreed elsewhere; otherwise each is mailed and asked first.
 * @throws {DomainError} `forbidden`; `invalid`.
 */
export async function importSubscribers(
  db: Database,
  actor: Actor,
  input: { csv: string; consent: string; confirmed: boolean },
  now: Instant,
  outboundAllow: readonly string[],
): Promise<{ done: number; problems: ImportProblem[] }> {
  requireRole(actor, "maintainer");
  const consent = cleanTitle(input.consent);
  const { rows, problems } = await usableRows(db, input.csv, outboundAllow);
  let done = 0;
  // One transaction each: a long file holds nobody up, and what was added stays when the next row fails.
  for (const { line, channel, target, components } of rows) {
    try {
      await addSubscriber(
        db,
        actor,
        { channel, target, components, confirmed: input.confirmed, consent },
        now,
        outboundAllow,
      );
      done += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push({ line, message: error.message });
    }
  }
  const detail = { done, refused: problems.length, confirmed: input.confirmed, consent };
  await inTransaction(db, (tx) => writeAudit(tx, { actor, action: "subscriber.import", subject: "", detail }, now));
  return { done, problems: problems.toSorted((a, b) => a.line - b.line) };
}

type Usable = ImportRow & { key: string };

async function usableRows(
  db: Database,
  csv: string,
  outboundAllow: readonly string[],
): Promise<{ rows: Usable[]; problems: ImportProblem[] }> {
  const { rows, problems } = readSubscriberCsv(csv);
  const usable = new Map<string, Usable>();
  const scopes = new Map<string, string | null>();
  for (const row of rows) {
    const problem = await problemOf(row, outboundAllow, (names) => scopeProblem(db, names, scopes));
    if (typeof problem === "string") problems.push({ line: row.line, message: problem });
    else usable.set(`${row.channel} ${problem.key}`, { ...row, key: problem.key });
  }
  return { rows: [...usable.values()], problems };
}

async function problemOf(
  row: ImportRow,
  outboundAllow: readonly string[],
  ofScope: (names: readonly string[]) => Promise<string | null>,
): Promise<string | { key: string }> {
  try {
    const { key } = targetOf(row.channel, row.target, outboundAllow);
    return (await ofScope(row.components)) ?? { key };
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

/** The same few choices come again and again: each is looked up once. */
async function scopeProblem(
  db: Database,
  names: readonly string[],
  known: Map<string, string | null>,
): Promise<string | null> {
  const key = names.join(" ");
  const before = known.get(key);
  if (before !== undefined) return before;
  const problem = await scopeOf(db, names).then(
    () => null,
    (error: unknown) => {
      if (error instanceof DomainError) return error.message;
      throw error;
    },
  );
  known.set(key, problem);
  return problem;
}
