import { DomainError } from "#lib/domain/errors.ts";
import { answerWith, field, goTo, readForm, safely } from "#lib/notify/pages/answer.ts";
import {
  confirmPage,
  endedPage,
  plainPage,
  secretPage,
  subscriptionPage,
} from "#lib/notify/pages/subscription-pages.ts";
import { type Runtime, runtime } from "#lib/runtime.ts";
import { confirmSubscription } from "#lib/services/confirm-subscription.ts";
import { hashToken } from "#lib/services/confirmation.ts";
import { endSubscription } from "#lib/services/end-subscription.ts";
import { manageToken, subscriberOf } from "#lib/services/manage-token.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { maskedTarget } from "#lib/services/shown-target.ts";
import { showWebhookSecret } from "#lib/services/webhook-secret.ts";
import { listComponents } from "#lib/store/components.ts";
import { findByConfirmToken, findSubscriber, type SubscriberWithScope } from "#lib/store/subscribers.ts";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string }> };

/** Shows what the link is for; changes nothing, whoever opens it (mail scanners do). */
export function GET(_request: Request, { params }: Context): Promise<Response> {
  const rt = runtime();
  return safely(rt, async () => {
    const { token } = await params;
    const id = subscriberOf(rt.config.sessionSecret, token);
    if (id !== null) return showSubscription(rt, token, await findSubscriber(rt.db, id));
    if (!(await findByConfirmToken(rt.db, hashToken(token), Date.now()))) return usedLink(rt);
    const { name } = await pageOrDefault(rt.db);
    return answerWith(rt.db, { title: "Confirm your subscription", main: confirmPage(name, token) });
  });
}

/**
 * Confirms or ends. A mail program's one click (RFC 8058) carries no cookie and
 * no Origin and follows no redirect: the token is the right to do it.
 */
export function POST(request: Request, { params }: Context): Promise<Response> {
  const rt = runtime();
  return safely(rt, async () => {
    const { token } = await params;
    const form = await readForm(request);
    if (!form) throw new DomainError("invalid", "Send this as a form.");
    const id = subscriberOf(rt.config.sessionSecret, token);
    const isOneClick = field(form, "List-Unsubscribe") === "One-Click";
    if (isOneClick || field(form, "action") === "end") {
      if (id === null) return usedLink(rt);
      await end(rt, id);
      if (!isOneClick) return goTo(`/subscriptions/${token}`);
      return answerWith(rt.db, { title: "You are unsubscribed", main: endedPage() });
    }
    if (field(form, "action") === "secret" && id !== null) {
      const { secret } = await showWebhookSecret(rt.db, null, id, rt.config.sessionSecret, Date.now());
      return answerWith(rt.db, { title: "Your signing secret", main: secretPage(token, secret) });
    }
    if (field(form, "action") !== "confirm")
      throw new DomainError("invalid", "Choose what to do with the subscription.");
    const { subscriberId } = await confirmSubscription(rt.db, { token }, Date.now());
    return goTo(`/subscriptions/${manageToken(rt.config.sessionSecret, subscriberId)}`);
  });
}

/** Ends it; one that has been forgotten meanwhile has ended as well. */
async function end(rt: Runtime, id: string): Promise<void> {
  if (await findSubscriber(rt.db, id)) await endSubscription(rt.db, null, id, Date.now());
}

async function showSubscription(
  rt: Runtime,
  token: string,
  subscriber: SubscriberWithScope | undefined,
): Promise<Response> {
  if (!subscriber) return answerWith(rt.db, { title: "You are unsubscribed", main: endedPage() });
  const components = await listComponents(rt.db);
  const names = components.filter((one) => subscriber.componentIds.includes(one.id)).map((one) => one.name);
  const main = subscriptionPage({
    token,
    state: subscriber.state,
    address: maskedTarget(subscriber.channel, subscriber.target),
    isWebhook: subscriber.channel === "webhook" && subscriber.state === "active",
    followsEverything: subscriber.componentIds.length === 0,
    components: names,
  });
  return answerWith(rt.db, { title: "Your subscription", main });
}

function usedLink(rt: Runtime): Promise<Response> {
  const title = "This link does not work any more";
  return answerWith(rt.db, { title, main: plainPage(title, "It has been used or has run out."), status: 404 });
}
