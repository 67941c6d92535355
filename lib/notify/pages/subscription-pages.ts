import type { Words } from "#lib/words/words.ts";
import { type Html, html, NOTHING } from "./html.ts";

/** Asks for the one press that confirms: mail scanners open links, and must not subscribe anybody. */
export function confirmPage(pageName: string, token: string, words: Words): Html {
  return html`<h1>${words.say("subscribe.confirmTitle")}</h1><p>${words.say("subscribe.confirmAsk", { page: pageName })}</p><form class="card" method="post" action="/subscriptions/${token}"><input type="hidden" name="action" value="confirm"><div><button class="btn main">${words.say("subscribe.confirm")}</button></div></form>`;
}

export type Subscription = {
  token: string;
  state: "pending" | "active" | "ended" | "quarantined";
  /** "Until 2 Dec, 14:00 UTC"; null when it is not paused. */
  paused: string | null;
  /** The fields by which it is changed. */
  fields: Html;
  /** What was wrong with what was sent; null when nothing was. */
  error: string | null;
  /** Masked: a forwarded mail carries the link with it. */
  address: string;
  followsEverything: boolean;
  /** Its messages are signed: its owner may have the secret. */
  isWebhook: boolean;
  /** The names of those it follows that are still on the page. */
  components: string[];
};

/** What a subscriber has, and the button that ends it. */
export function subscriptionPage(subscription: Subscription): Html {
  if (subscription.state === "ended") return endedPage();
  const about = subscription.followsEverything
    ? "everything on this page"
    : subscription.components.join(", ") || "components that are not on this page any more";
  if (subscription.state === "quarantined") return setAsidePage();
  const state =
    subscription.state === "active"
      ? html`<p>We send updates about ${about} to <bdi>${subscription.address}</bdi>.</p>`
      : html`<p>This subscription is not confirmed yet: the link to confirm is in the newest mail to <bdi>${subscription.address}</bdi>.</p>`;
  const { token, isWebhook } = subscription;
  const end = html`<form class="card" method="post" action="/subscriptions/${token}"><input type="hidden" name="action" value="end"><div><button class="btn">Unsubscribe</button></div></form>`;
  if (subscription.state !== "active") return html`<h1>Your subscription</h1>${state}${end}`;
  return html`<h1>Your subscription</h1>${state}${pause(subscription)}${end}${change(subscription)}${isWebhook ? secretForm(token) : NOTHING}${data(token)}`;
}

function change({ token, fields, error }: Subscription): Html {
  const wrong = error === null ? NOTHING : html`<p id="error" role="alert">${error}</p>`;
  return html`<h2>What you get, and when</h2><form class="card" method="post" action="/subscriptions/${token}"><input type="hidden" name="action" value="change">${wrong}${fields}
<div><button class="btn main">Save</button></div></form>`;
}

function pause({ token, paused }: Subscription): Html {
  const form = (action: string, words: string) =>
    html`<button class="btn" name="action" value="${action}">${words}</button>`;
  const buttons =
    paused === null
      ? html`${form("pause-day", "Pause for a day")} ${form("pause-week", "Pause for a week")}`
      : form("resume", "Go on now");
  const note = paused === null ? NOTHING : html`<p>Paused: we send nothing before ${paused}.</p>`;
  return html`<form class="card" method="post" action="/subscriptions/${token}">${note}<div>${buttons}</div></form>`;
}

function data(token: string): Html {
  return html`<h2>Your data</h2><form class="card" method="post" action="/subscriptions/${token}"><p>Everything we keep of you, as a file.</p><div><button class="btn" name="action" value="export">Download</button></div></form>
<form class="card" method="post" action="/subscriptions/${token}"><label><input type="checkbox" name="sure" value="yes" required> Forget my address, my choices and where messages went. This cannot be undone.</label><div><button class="btn" name="action" value="erase">Erase</button></div></form>`;
}

/** After everything was forgotten. */
export function erasedPage(): Html {
  return html`<h1>You are forgotten</h1><p>We keep nothing of you any more. <a href="/subscribe">Subscribe again</a></p>`;
}

function secretForm(token: string): Html {
  return html`<h2>Signatures</h2><p>Every message is signed as Standard Webhooks describes. The secret is shown once; asked for again, it is a new one, and for a day messages carry both signatures.</p><form class="card" method="post" action="/subscriptions/${token}"><input type="hidden" name="action" value="secret"><div><button class="btn">Show the signing secret</button></div></form>`;
}

/** The one time that a webhook's secret is seen. */
export function secretPage(token: string, secret: string): Html {
  return html`<h1>Your signing secret</h1><p><code>${secret}</code></p><p>Keep it now: it is not shown again. <a href="/subscriptions/${token}">To your subscription</a></p>`;
}

/** While the address refuses what we send. */
function setAsidePage(): Html {
  return html`<h1>Your subscription</h1><p>Our messages were refused there, so we send none for now. <a href="/subscribe">Subscribe again</a> once they can arrive.</p>`;
}

/** After the end, however it came about. */
export function endedPage(): Html {
  return html`<h1>You are unsubscribed</h1><p>We send nothing more to this address. <a href="/subscribe">Subscribe again</a></p>`;
}

/** A page of one heading and one sentence. */
export function plainPage(title: string, sentence: string): Html {
  return html`<h1>${title}</h1><p>${sentence} <a href="/subscribe">To the subscribe page</a></p>`;
}
