import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import type { PageLink } from "#lib/domain/page-access.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { deletePageLink, insertPageLink, listPageLinks } from "#lib/store/page-settings.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

const DAYS_MAX = 3_650;
const LINKS_MAX = 1_000;

/** Makes a link that opens the private page for so many days. @throws {DomainError} `forbidden` below admin; `invalid`. */
export async function makePageLink(
  db: Database,
  actor: Actor,
  given: { name: string; days: number },
  now: Instant,
): Promise<PageLink> {
  requireRole(actor, "admin");
  const name = cleanTitle(given.name);
  if (!Number.isSafeInteger(given.days) || given.days < 1 || given.days > DAYS_MAX) {
    const message = `Give a number of days from 1 to ${DAYS_MAX}.`;
    throw new DomainError("invalid", message, { fields: [{ path: "days", message }] });
  }
  return inTransaction(db, async (tx) => {
    if ((await listPageLinks(tx, now)).length >= LINKS_MAX)
      throw new DomainError("invalid", `There are ${LINKS_MAX} links. Take back some that nobody needs.`);
    const link = { id: newId(), expiresAt: now + given.days * DAY };
    const row = { id: link.id, name, expires_at: link.expiresAt, created_by: actor.name, created_at: now };
    await insertPageLink(tx, row);
    await writeAudit(tx, { actor, action: "page.link", subject: link.id, detail: { name } }, now);
    await bumpVersion(tx, now);
    return link;
  });
}

/** Takes a link back: it opens nothing from now on, and neither does what was opened with it. @throws {DomainError} `forbidden`; `not_found`. */
export async function revokePageLink(db: Database, actor: Actor, id: string, now: Instant): Promise<void> {
  requireRole(actor, "admin");
  await inTransaction(db, async (tx) => {
    const link = await deletePageLink(tx, id);
    if (!link) throw new DomainError("not_found", "There is no such link any more.");
    await writeAudit(tx, { actor, action: "page.link.revoke", subject: id, detail: { name: link.name } }, now);
    await bumpVersion(tx, now);
  });
}
