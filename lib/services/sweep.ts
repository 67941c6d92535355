import { DAY, type Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { sweepAnswers } from "#lib/store/idempotency.ts";
import { sweepRateLimits } from "#lib/store/rate-limit.ts";
import { forgetUnconfirmed } from "#lib/store/subscribers.ts";

const ANSWERS_KEPT_MS = 7 * DAY;
const UNCONFIRMED_KEPT_MS = 7 * DAY;

/** Forgets what nobody needs any more: old answers, refilled limits, addresses whose owners never confirmed. */
export async function sweep(db: Database, now: Instant): Promise<void> {
  await sweepAnswers(db, now - ANSWERS_KEPT_MS);
  await sweepRateLimits(db, now);
  await forgetUnconfirmed(db, now - UNCONFIRMED_KEPT_MS);
}
