import type { Database } from "#lib/store/database.ts";
import { updatesOf } from "#lib/store/incident-updates.ts";
import { findPostmortem } from "#lib/store/postmortems.ts";
import { type Notice, readNotice } from "./notice.ts";

/** What an incident taught; null when it is not public (any more). */
export async function readPostmortemNotice(
  db: Database,
  publicUrl: string,
  incidentId: string,
): Promise<Notice | null> {
  const [postmortem, updates] = await Promise.all([findPostmortem(db, incidentId), updatesOf(db, [incidentId])]);
  const last = await readNotice(db, publicUrl, incidentId, updates.at(-1)?.id ?? "");
  if (!last || !postmortem || postmortem.published_at === null) return null;
  return {
    ...last,
    subject: "postmortem",
    updateId: incidentId,
    headline: `Postmortem: ${last.title}`,
    body: postmortem.body,
    components: [],
    isOver: true,
    expected: null,
    postedAt: postmortem.published_at,
    url: `${last.url}#postmortem`,
  };
}
