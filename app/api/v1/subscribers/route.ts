import { reads, writes } from "#app/api/face/handle.ts";
import { ID_PART, pageLimit, pageOf, readCursor } from "#app/api/face/paging.ts";
import { moment } from "#app/api/face/present.ts";
import { newSubscriber } from "#app/api/face/schemas.ts";
import { addSubscriber } from "#lib/services/add-subscriber.ts";
import { componentSlugs } from "#lib/store/components.ts";
import { findSubscriber, listSubscribers, type SubscriberWithScope } from "#lib/store/subscribers.ts";

/** A webhook's address is a secret: only its host is shown. */
function present(subscriber: SubscriberWithScope, slugs: Map<string, string>) {
  const isSecret =
    subscriber.channel !== "email" && URL.canParse(subscriber.target) && subscriber.target.startsWith("http");
  return {
    id: subscriber.id,
    channel: subscriber.channel,
    target: isSecret ? `${new URL(subscriber.target).origin}/…` : subscriber.target,
    state: subscriber.state,
    source: subscriber.source,
    components: subscriber.componentIds.map((id) => slugs.get(id) ?? id),
    created_at: moment(subscriber.created_at),
    confirmed_at: moment(subscriber.confirmed_at),
  };
}

export const POST = writes("maintainer", newSubscriber, async ({ db, actor, now, config }, input) => {
  const { subscriberId } = await addSubscriber(db, actor, input, now, config.outboundAllow);
  const subscriber = await findSubscriber(db, subscriberId);
  return { status: 201, body: subscriber ? present(subscriber, await componentSlugs(db)) : null };
});

export const GET = reads("maintainer", async ({ db, query }) => {
  const limit = pageLimit(query);
  const after = readCursor(query, [ID_PART])?.[0];
  const page = pageOf(await listSubscribers(db, after === undefined ? {} : { after }, limit + 1), limit, (one) => [
    one.id,
  ]);
  const slugs = await componentSlugs(db);
  return { body: { items: page.items.map((one) => present(one, slugs)), next_cursor: page.next } };
});
