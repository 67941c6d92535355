import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { clockText } from "#lib/domain/subscription.ts";
import { listComponents, listGroups } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { deliveriesTo } from "#lib/store/deliveries.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { findSubscriber } from "#lib/store/subscribers.ts";
import { preferencesOf } from "./preferences.ts";

const NEWEST = 1_000;

/** Everything that is kept of a subscriber, for the subscriber. Plain JSON. @throws {DomainError} `not_found`. */
export async function exportSubscription(db: Database, subscriberId: string, now: Instant): Promise<object> {
  const subscriber = await findSubscriber(db, subscriberId);
  if (!subscriber) throw new DomainError("not_found", "There is no such subscription any more.");
  const [components, groups, deliveries] = await Promise.all([
    listComponents(db),
    listGroups(db),
    deliveriesTo(db, subscriberId, NEWEST),
  ]);
  const incidents = await Promise.all(subscriber.incidentIds.map((id) => findIncident(db, id)));
  const { quiet, ...preferences } = preferencesOf(subscriber);
  return {
    format: "pulsepage-subscription",
    version: 1,
    exported_at: moment(now),
    channel: subscriber.channel,
    target: subscriber.target.startsWith("env:") ? null : subscriber.target,
    contact: subscriber.contact,
    state: subscriber.state,
    source: subscriber.source,
    consent: subscriber.consent,
    created_at: moment(subscriber.created_at),
    confirmed_at: moment(subscriber.confirmed_at),
    ended_at: moment(subscriber.ended_at),
    paused_until: moment(subscriber.paused_until),
    follows: {
      everything: subscriber.scope === "everything",
      components: components.filter((one) => subscriber.componentIds.includes(one.id)).map((one) => one.name),
      groups: groups.filter((one) => subscriber.groupIds.includes(one.id)).map((one) => one.name),
      incidents: incidents.flatMap((one) => one?.title ?? []),
    },
    events: preferences.events,
    minimum_impact: preferences.minImpact,
    digest: preferences.digest,
    quiet_hours: quiet ? { from: clockText(quiet.from), until: clockText(quiet.until) } : null,
    time_zone: preferences.timeZone,
    language: preferences.language,
    messages: deliveries.map((one) => ({
      made_at: moment(one.created_at),
      kind: one.kind,
      about: one.subject_id,
      state: one.state,
      settled_at: moment(one.settled_at),
    })),
  };
}

function moment(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
