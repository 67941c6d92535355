import { DomainError } from "#lib/domain/errors.ts";
import { DAY } from "#lib/domain/instant.ts";
import { answerWith, field, goTo, readForm, safely } from "#lib/notify/pages/answer.ts";
import { readChange } from "#lib/notify/pages/read-preferences.ts";
import { mayWait, readSubscription } from "#lib/notify/pages/read-subscription.ts";
import {
  confirmPage,
  endedPage,
  erasedPage,
  plainPage,
  secretPage,
  subscriptionPage,
} from "#lib/notify/pages/subscription-pages.ts";
import { type Runtime, runtime } from "#lib/runtime.ts";
import { changeSubscription, pauseSubscription } from "#lib/services/change-subscription.ts";
import { confirmSubscription } from "#lib/services/confirm-subscription.ts";
import { hashToken } from "#lib/services/confirmation.ts";
import { endSubscription } from "#lib/services/end-subscription.ts";
import { eraseSubscriber } from "#lib/services/erase-subscriber.ts";
import { exportSubscription } from "#lib/services/export-subscription.ts";
import { manageToken, subscriberOf } from "#lib/services/manage-token.ts";
import { pageSettings } from "#lib/services/page-settings.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { showWebhookSecret } from "#lib/services/webhook-secret.ts";
import { findByConfirmToken, findSubscriber } from "#lib/store/subscribers.ts";
import { wordsIn } from "#lib/words/words.ts";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string }> };

/** Shows what the link is for; changes nothing, whoever opens it (mail scanners do). */
export function GET(_request: Request, { params }: Context): Promise<Response> {
  const rt = runtime();
  return safely(rt, async () => {
    const { token } = await params;
    const id = subscriberOf(rt.config.sessionSecret, token);
    if (id !== null) return showSubscription(rt, { token, id }, null);
    const asked = await findByConfirmToken(rt.db, hashToken(token), Date.now());
    if (!asked) return usedLink(rt);
    const [{ name }, { language }] = await Promise.all([pageOrDefault(rt.db), pageSettings(rt.db)]);
    const words = wordsIn(asked.language ?? language);
    return answerWith(rt.db, {
      title: words.say("subscribe.confirmTitle"),
      main: confirmPage(name, token, words),
      words,
    });
  });
}

/**
 * Confirms, changes or ends. A mail program's one click (RFC 8058) carries no cookie and
 * no Origin and follows no redirect: the token is the right to do it.
 */
export function POST(request: Request, { params }: Context): Promise<Response> {
  const rt = runtime();
  return safely(rt, async () => {
    const { token } = await params;
    const form = await readForm(request);
    if (!form) throw new DomainError("invalid", "Send this as a form.");
    const id = subscriberOf(rt.config.sessionSecret, token);
    if (field(form, "List-Unsubscribe") === "One-Click") return oneClick(rt, id);
    const action = field(form, "action");
    if (action === "confirm") {
      const { subscriberId } = await confirmSubscription(rt.db, { token }, Date.now());
      return goTo(`/subscriptions/${manageToken(rt.config.sessionSecret, subscriberId)}`);
    }
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act) throw new DomainError("invalid", "Choose what to do with the subscription.");
    return id === null ? usedLink(rt) : act(rt, { token, id }, form);
  });
}

type Link = { token: string; id: string };
type Act = (rt: Runtime, link: Link, form: FormData) => Promise<Response>;

/** What the manage page's buttons do, by the value of `action`. */
const ACTIONS: Readonly<Record<string, Act>> = {
  end: async (rt, link) => {
    await end(rt, link.id);
    return back(link);
  },
  secret: async (rt, { token, id }) => {
    const { secret } = await showWebhookSecret(rt.db, null, id, rt.config.sessionSecret, Date.now());
    return answerWith(rt.db, { title: "Your signing secret", main: secretPage(token, secret) });
  },
  change: async (rt, link, form) => {
    const subscriber = await findSubscriber(rt.db, link.id);
    try {
      const change = readChange(form, subscriber !== undefined && mayWait(subscriber.channel));
      await changeSubscription(rt.db, link.id, change, Date.now());
      return back(link);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "invalid") throw error;
      return showSubscription(rt, link, error.message);
    }
  },
  "pause-day": (rt, link) => pause(rt, link, Date.now() + DAY),
  "pause-week": (rt, link) => pause(rt, link, Date.now() + 7 * DAY),
  resume: (rt, link) => pause(rt, link, null),
  export: async (rt, { id }) => {
    const body = JSON.stringify(await exportSubscription(rt.db, id, Date.now()), null, 2);
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="subscription.json"',
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    };
    return new Response(body, { headers });
  },
  erase: async (rt, { id }, form) => {
    if (field(form, "sure") !== "yes") throw new DomainError("invalid", "Tick the box to have everything forgotten.");
    if (await findSubscriber(rt.db, id)) await eraseSubscriber(rt.db, null, id, Date.now());
    return answerWith(rt.db, { title: "You are forgotten", main: erasedPage() });
  },
};

function back({ token }: Link): Response {
  return goTo(`/subscriptions/${token}`);
}

async function pause(rt: Runtime, link: Link, until: number | null): Promise<Response> {
  await pauseSubscription(rt.db, link.id, until);
  return back(link);
}

async function oneClick(rt: Runtime, id: string | null): Promise<Response> {
  if (id === null) return usedLink(rt);
  await end(rt, id);
  return answerWith(rt.db, { title: "You are unsubscribed", main: endedPage() });
}

/** Ends it; one that has been forgotten meanwhile has ended as well. */
async function end(rt: Runtime, id: string): Promise<void> {
  if (await findSubscriber(rt.db, id)) await endSubscription(rt.db, null, id, Date.now());
}

async function showSubscription(rt: Runtime, { token, id }: Link, error: string | null): Promise<Response> {
  const subscription = await readSubscription(rt.db, id, Date.now());
  if (!subscription) return answerWith(rt.db, { title: "You are unsubscribed", main: endedPage() });
  const main = subscriptionPage({ ...subscription, token, error });
  return answerWith(rt.db, { title: "Your subscription", main, status: error === null ? 200 : 400 });
}

function usedLink(rt: Runtime): Promise<Response> {
  const title = "This link does not work any more";
  return answerWith(rt.db, { title, main: plainPage(title, "It has been used or has run out."), status: 404 });
}
