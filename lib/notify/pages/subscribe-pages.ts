import { CHANNEL_NAMES } from "#lib/domain/channel.ts";
import type { SelfChannel } from "#lib/services/subscribe.ts";
import { type Html, html, NOTHING } from "./html.ts";

export type SubscribeForm = {
  components: { slug: string; name: string }[];
  groups: { slug: string; name: string }[];
  /** Whether mail can be sent: the page does not promise what will not come. */
  isMailSetUp: boolean;
  /** What was typed, when the form is shown again. */
  typed: {
    target: string;
    components: readonly string[];
    groups: readonly string[];
    /** The id of the one incident that is to be followed; null: everything, or what is chosen. */
    incident: string | null;
  };
  error: string | null;
  /** The channels that can be chosen besides mail. */
  channels: readonly SelfChannel[];
  /** What browsers know us by when they are asked for notifications. */
  pushKey: string;
};

/** The form by which a reader asks to be told. */
export function subscribePage(form: SubscribeForm): Html {
  const { target } = form.typed;
  const about = aboutError(form.error);
  const email = html`<input type="email" name="target" required maxlength="254" autocomplete="email" value="${target}"${about}>`;
  // People see nothing of it; a program that fills in every field gives itself away.
  const trap = html`<p hidden><label>Leave this empty <input type="text" name="website" tabindex="-1" autocomplete="off"></label></p>`;
  return html`<h1>${form.typed.incident === null ? "Get updates" : "Follow this incident"}</h1>${mailNote(form.isMailSetUp)}
<form class="card" id="by-mail" method="post" action="/subscribe"><input type="hidden" name="channel" value="email">
<label>Email ${email}</label>${errorText(form.error)}${choice(form)}${trap}
<div><button class="btn main">Subscribe</button></div></form>
<p>You will get a mail to confirm that the address is yours. Every mail we send has a link to unsubscribe.</p>
${pushForm(form)}${otherWays(form)}
<p>Without an address: <a href="/history.atom">Atom feed</a>, <a href="/history.rss">RSS feed</a>, <a href="/maintenance.ics">maintenance calendar</a>.</p>`;
}

/** Shown by its script where the browser knows notifications. */
function pushForm({ channels, pushKey }: SubscribeForm): Html {
  if (!channels.includes("webpush")) return NOTHING;
  return html`<form class="card" id="push" method="post" action="/subscribe" data-key="${pushKey}" hidden><input type="hidden" name="channel" value="webpush">
<div><button class="btn">Notify me in this browser</button></div><p role="status"></p></form><script src="/push.js" defer data-keep></script>`;
}

/** What stands in the address of each way, so that the right one is pasted. */
const HINTS: Readonly<Partial<Record<SelfChannel, string>>> = {
  slack: "an incoming webhook",
  webhook: "any address that takes posts",
  teams: "a Workflows webhook",
  discord: "a channel's webhook",
  ntfy: "https://ntfy.sh/your-topic",
  sms: "a number with its country code",
};

function otherWays(form: SubscribeForm): Html {
  const offered = form.channels.filter((one) => HINTS[one] !== undefined);
  if (offered.length === 0) return NOTHING;
  const options = offered.map(
    (one) => html`<option value="${one}">${CHANNEL_NAMES[one]}: ${HINTS[one] ?? ""}</option>`,
  );
  return html`<details><summary>Slack, a webhook and other ways</summary>
<form class="card" method="post" action="/subscribe"><label>Way <select name="channel">${options}</select></label>
<label>Address or number <input type="text" name="target" required maxlength="2048" autocomplete="off" spellcheck="false"></label>${choice(form)}
<label>Email, for when it stops working <input type="email" name="contact" maxlength="254" autocomplete="email"></label>
<p hidden><label>Leave this empty <input type="text" name="website" tabindex="-1" autocomplete="off"></label></p>
<div><button class="btn">Subscribe</button></div></form>
<p>A message is sent there with a link and a code to confirm it.</p></details>`;
}

function mailNote(isMailSetUp: boolean): Html {
  if (isMailSetUp) return NOTHING;
  return html`<p>Email is not set up on this page yet. You can subscribe now; the mail to confirm it follows once it is.</p>`;
}

function choice({ components, groups, typed }: SubscribeForm): Html {
  if (typed.incident !== null) return html`<input type="hidden" name="incident" value="${typed.incident}">`;
  if (components.length < 2) return NOTHING;
  const boxes = (name: string, all: SubscribeForm["groups"], chosen: readonly string[]) =>
    all.map(({ slug, name: words }) => {
      const checked = chosen.includes(slug) ? html` checked` : NOTHING;
      return html`<label><input type="checkbox" name="${name}" value="${slug}"${checked}> ${words}</label>`;
    });
  const ofGroups =
    groups.length === 0
      ? NOTHING
      : html`<fieldset><legend>Or about whole groups</legend>${boxes("groups", groups, typed.groups)}</fieldset>`;
  return html`<fieldset><legend>About which components? Choose none to hear about everything.</legend>${boxes("components", components, typed.components)}</fieldset>${ofGroups}`;
}

/** Where the code that was sent is entered: the same page for every target, known or not. */
export function codePage(channel: SelfChannel, target: string, error: string | null): Html {
  const about = aboutError(error);
  const code = html`<input type="text" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12"${about}>`;
  const isMail = channel === "email";
  const sent = isMail ? html`a mail to <bdi>${target}</bdi>` : html`a message by ${CHANNEL_NAMES[channel]}`;
  return html`<h1>${codeTitle(channel)}</h1>
<p>We send ${sent}, unless it has had several of these from us today. Open the link in it, or enter its code here. Both work for 24 hours.</p>
<form class="card" method="post" action="/subscribe"><input type="hidden" name="channel" value="${channel}"><input type="hidden" name="target" value="${target}">
<label>Code ${code}</label>${errorText(error)}
<div><button class="btn main">Confirm</button></div></form>
<p><a href="/subscribe">Use another address</a></p>`;
}

export function codeTitle(channel: SelfChannel): string {
  return channel === "email" ? "Check your mail" : "Check your messages";
}

function aboutError(error: string | null): Html {
  return error === null ? NOTHING : html` aria-invalid="true" aria-describedby="error"`;
}

function errorText(error: string | null): Html {
  return error === null ? NOTHING : html`<p id="error" role="alert">${error}</p>`;
}
