import { DAY, type Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { sweepAnswers } from "#lib/store/idempotency.ts";
import { deleteMonitorTestsBefore } from "#lib/store/monitor-tests.ts";
import { sweepRateLimits } from "#lib/store/rate-limit.ts";
import { deleteRecordingsBefore } from "#lib/store/recordings.ts";
import { forgetUnconfirmed } from "#lib/store/subscribers.ts";
import { deleteTargetChangesBefore } from "#lib/store/target-changes.ts";
import { sweepSamples } from "./keep-samples.ts";
import { sweepDeliveries, sweepFollows } from "./sweep-deliveries.ts";

const ANSWERS_KEPT_MS = 7 * DAY;
const UNCONFIRMED_KEPT_MS = 7 * DAY;
const TESTS_KEPT_MS = DAY;
const RECORDINGS_KEPT_MS = 400 * DAY;
const CHANGES_KEPT_MS = 400 * DAY;

/** Forgets what nobody needs any more: old answers, refilled limits, addresses whose owners never confirmed, messages long sent. */
export async function sweep(db: Database, now: Instant): Promise<void> {
  await sweepAnswers(db, now - ANSWERS_KEPT_MS);
  await sweepRateLimits(db, now);
  await forgetUnconfirmed(db, now - UNCONFIRMED_KEPT_MS);
  await sweepFollows(db, now);
  await sweepDeliveries(db, now);
  await sweepSamples(db, now);
  await deleteMonitorTestsBefore(db, now - TESTS_KEPT_MS);
  await deleteRecordingsBefore(db, now - RECORDINGS_KEPT_MS);
  await deleteTargetChangesBefore(db, now - CHANGES_KEPT_MS);
}
