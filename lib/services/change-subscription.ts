import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { LANGUAGES } from "#lib/domain/language.ts";
import { eventsText, isTimeZone, type Preferences } from "#lib/domain/subscription.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { endHold } from "#lib/store/held.ts";
import { setScope } from "#lib/store/scope.ts";
import { findSubscriber, type SubscriberWithScope, updateSubscriber } from "#lib/store/subscribers.ts";
import { type WantedScope, wantedScope } from "./wanted-scope.ts";

export type SubscriptionChange = {
  preferences: Preferences;
  /** Everything, besides the incidents that are followed by name; or what is named alone. */
  isEverything: boolean;
  scope: WantedScope;
};

const MINUTES = 24 * 60;

/**
 * Replaces what a subscriber hears of and when. What was held goes out by what is chosen now.
 *
 * @throws {DomainError} `not_found` when there is no such subscription, or it is not active; `invalid` with the fields that are wrong.
 */
export async function changeSubscription(
  db: Database,
  subscriberId: string,
  change: SubscriptionChange,
  now: Instant,
): Promise<void> {
  const { preferences, isEverything } = change;
  check(preferences);
  const named = await wantedScope(db, change.scope, now);
  const scope = isEverything ? { incidentIds: named.incidentIds } : named;
  if (!isEverything && named.componentIds.length + named.groupIds.length + named.incidentIds.length === 0) {
    throw wrong("components", "Choose at least one, or choose to hear about everything.");
  }
  await inTransaction(db, async (tx) => {
    await activeSubscriber(tx, subscriberId);
    const { quiet } = preferences;
    await updateSubscriber(tx, subscriberId, {
      events: eventsText(preferences.events),
      min_impact: preferences.minImpact,
      digest: preferences.digest,
      quiet_from: quiet?.from ?? null,
      quiet_until: quiet?.until ?? null,
      time_zone: preferences.timeZone,
      language: preferences.language,
    });
    await setScope(tx, subscriberId, scope, isEverything);
    await endHold(tx, subscriberId, now);
  });
}

/**
 * Sends nothing before `until`; what comes up meanwhile is not sent later either.
 *
 * @param until null: goes on at once.
 * @throws {DomainError} `not_found`.
 */
export async function pauseSubscription(db: Database, subscriberId: string, until: Instant | null): Promise<void> {
  await inTransaction(db, async (tx) => {
    await activeSubscriber(tx, subscriberId);
    await updateSubscriber(tx, subscriberId, { paused_until: until });
  });
}

async function activeSubscriber(tx: Database, id: string): Promise<SubscriberWithScope> {
  const subscriber = await findSubscriber(tx, id);
  if (subscriber?.state === "active") return subscriber;
  throw new DomainError("not_found", "There is no such subscription any more. You can subscribe again.");
}

function check({ quiet, timeZone, language }: Preferences): void {
  const isMinute = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute < MINUTES;
  if (quiet && !(isMinute(quiet.from) && isMinute(quiet.until) && quiet.from !== quiet.until)) {
    throw wrong("quiet_from", "Quiet hours need a beginning and an end, such as 22:00 and 07:00.");
  }
  if (timeZone !== null && !isTimeZone(timeZone)) {
    throw wrong("time_zone", "We do not know this time zone. It should look like Europe/Berlin.");
  }
  if (language !== null && !Object.hasOwn(LANGUAGES, language)) {
    throw wrong("language", "Choose one of the languages.");
  }
}

function wrong(path: string, message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path, message }] });
}
