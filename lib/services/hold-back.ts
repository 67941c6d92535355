import { DAY, type Instant } from "#lib/domain/instant.ts";
import { heldUntil } from "#lib/domain/subscription.ts";
import type { Database } from "#lib/store/database.ts";
import { type OpenFanout, refOf } from "#lib/store/fanout.ts";
import { dropHeld, hold, waitersIn } from "#lib/store/held.ts";
import { preferencesOf } from "./preferences.ts";
import { pageOrDefault } from "./read-page.ts";

/** Nothing waits longer than a weekly digest and the quiet hours after it. */
export const HELD_AT_MOST_MS = 9 * DAY;

type Made = Pick<OpenFanout, "cursor" | "update_id" | "notice_id" | "incident_id" | "maintenance_id"> & {
  last: string;
  isCritical: boolean;
};

/**
 * Lets the messages just made wait of those who have quiet hours now or get digests. A message that does not wait says
 * what was held of the same story before it: nothing older comes after it.
 */
export async function holdBack(tx: Database, made: Made, now: Instant): Promise<void> {
  const waiters = await waitersIn(tx, made.cursor, made.last);
  if (waiters.length === 0) return;
  const { time_zone } = await pageOrDefault(tx);
  const ref = refOf(made);
  const subject = (made.incident_id ?? made.maintenance_id) as string;
  for (const subscriber of waiters) {
    const id = `${ref}-${subscriber.id}`;
    const until = heldUntil(preferencesOf(subscriber), made.isCritical, time_zone, now);
    if (until !== null) await hold(tx, id, Math.min(until, now + HELD_AT_MOST_MS));
    else await dropHeld(tx, { subscriberId: subscriber.id, subject, into: id }, "A newer update said it.", now);
  }
}
