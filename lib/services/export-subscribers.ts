import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { componentSlugs } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { listSubscribers } from "#lib/store/subscribers.ts";
import { shownTarget } from "./shown-target.ts";
import { writeCsv } from "./subscriber-csv.ts";

const PAGE = 1_000;
const COLUMNS = [
  "type",
  "address",
  "state",
  "components",
  "events",
  "digest",
  "language",
  "source",
  "consent",
  "created_at",
  "confirmed_at",
];

/** Every subscriber as CSV that can be imported again. Addresses that are keys are cut. @throws {DomainError} `forbidden`. */
export async function exportSubscribers(db: Database, actor: Actor, now: Instant): Promise<string> {
  requireRole(actor, "maintainer");
  const slugs = await componentSlugs(db);
  const rows: string[][] = [];
  let after = "";
  for (;;) {
    const page = await listSubscribers(db, after === "" ? {} : { after }, PAGE);
    for (const one of page) {
      rows.push([
        one.channel,
        shownTarget(one.channel, one.target),
        one.state,
        one.componentIds.map((id) => slugs.get(id) ?? id).join(" "),
        one.events.split(",").filter(Boolean).join(" "),
        one.digest,
        one.language ?? "",
        one.source,
        one.consent ?? "",
        moment(one.created_at),
        moment(one.confirmed_at),
      ]);
    }
    after = page.at(-1)?.id ?? "";
    if (page.length < PAGE) break;
  }
  await writeAudit(db, { actor, action: "subscriber.export", subject: "", detail: { count: rows.length } }, now);
  return writeCsv(COLUMNS, rows);
}

function moment(at: Instant | null): string {
  return at === null ? "" : new Date(at).toISOString();
}
