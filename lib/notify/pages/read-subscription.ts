import type { ChannelKind } from "#lib/domain/channel.ts";
import { formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { preferencesOf } from "#lib/services/preferences.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { maskedTarget } from "#lib/services/shown-target.ts";
import { listGroups, listShownComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { findSubscriber, type SubscriberWithScope } from "#lib/store/subscribers.ts";
import { html } from "./html.ts";
import { type FollowChoice, followFields, preferenceFields } from "./preference-form.ts";
import type { Subscription } from "./subscription-pages.ts";

/** Whether messages of this channel may wait: a person reads them. Programs get theirs at once. */
export function mayWait(channel: ChannelKind): boolean {
  return channel !== "webhook" && channel !== "pagerduty";
}

/** A subscription as its manage page draws it; null when there is none. */
export async function readSubscription(
  db: Database,
  id: string,
  now: Instant,
): Promise<Omit<Subscription, "token" | "error"> | null> {
  const subscriber = await findSubscriber(db, id);
  if (!subscriber) return null;
  const [page, choice] = await Promise.all([pageOrDefault(db), readChoice(db, subscriber)]);
  const { channel, target, paused_until: until } = subscriber;
  const zone = subscriber.time_zone ?? page.time_zone;
  const preferences = preferencesOf(subscriber);
  return {
    state: subscriber.state,
    address: maskedTarget(channel, target),
    isWebhook: channel === "webhook",
    followsEverything: subscriber.scope === "everything",
    components: [...choice.groups, ...choice.components, ...choice.incidents]
      .filter((one) => one.isChosen)
      .map((one) => one.name),
    paused: until === null || until <= now ? null : formatMoment(until, zone, now),
    fields: html`${followFields(choice)}${preferenceFields(preferences, mayWait(channel), page.time_zone)}`,
  };
}

async function readChoice(db: Database, subscriber: SubscriberWithScope): Promise<FollowChoice> {
  const [components, groups] = await Promise.all([listShownComponents(db), listGroups(db)]);
  const incidents = await Promise.all(subscriber.incidentIds.map((id) => findIncident(db, id)));
  return {
    isEverything: subscriber.scope === "everything",
    groups: groups
      .filter((group) => components.some((one) => one.group_id === group.id))
      .map(({ id, slug, name }) => ({ value: slug, name, isChosen: subscriber.groupIds.includes(id) })),
    components: components.map(({ id, slug, name }) => ({
      value: slug,
      name,
      isChosen: subscriber.componentIds.includes(id),
    })),
    incidents: incidents.flatMap((one) => (one ? [{ value: one.id, name: one.title, isChosen: true }] : [])),
  };
}
