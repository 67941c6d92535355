import { reads, writes } from "#app/api/face/handle.ts";
import { ID_PART, pageLimit, pageOf, readCursor } from "#app/api/face/paging.ts";
import { moment } from "#app/api/face/present.ts";
import { newSubscriber } from "#app/api/face/schemas.ts";
import { CHANNEL_NAMES } from "#lib/domain/channel.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { addSubscriber } from "#lib/services/add-subscriber.ts";
import { missingSetting } from "#lib/services/offered-channels.ts";
import { readSubscribers } from "#lib/services/read-recipients.ts";
import { shownTarget } from "#lib/services/shown-target.ts";
import { componentSlugs } from "#lib/store/components.ts";
import { findSubscriber, type SubscriberWithScope } from "#lib/store/subscribers.ts";

function present(subscriber: SubscriberWithScope, slugs: Map<string, string>) {
  return {
    id: subscriber.id,
    channel: subscriber.channel,
    target: shownTarget(subscriber.channel, subscriber.target),
    state: subscriber.state,
    source: subscriber.source,
    components: subscriber.componentIds.map((id) => slugs.get(id) ?? id),
    created_at: moment(subscriber.created_at),
    confirmed_at: moment(subscriber.confirmed_at),
  };
}

export const POST = writes("maintainer", newSubscriber, async ({ db, actor, now, config }, input) => {
  const missing = missingSetting(config, input.channel);
  if (missing !== null) {
    const message = `${CHANNEL_NAMES[input.channel]} is not set up here: set ${missing} and start again.`;
    throw new DomainError("invalid", message, { fields: [{ path: "channel", message }] });
  }
  const { subscriberId } = await addSubscriber(db, actor, input, now, config.outboundAllow);
  const subscriber = await findSubscriber(db, subscriberId);
  return { status: 201, body: subscriber ? present(subscriber, await componentSlugs(db)) : null };
});

export const GET = reads("maintainer", async ({ db, actor, query }) => {
  const limit = pageLimit(query);
  const after = readCursor(query, [ID_PART])?.[0];
  const page = pageOf(
    await readSubscribers(db, actor, after === undefined ? {} : { after }, limit + 1),
    limit,
    (one) => [one.id],
  );
  const slugs = await componentSlugs(db);
  return { body: { items: page.items.map((one) => present(one, slugs)), next_cursor: page.next } };
});
