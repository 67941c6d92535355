import { CHANNEL_NAMES } from "#lib/domain/channel.ts";
import type { SelfChannel } from "#lib/services/subscribe.ts";
import type { Key, Words } from "#lib/words/words.ts";
import { Html, html, NOTHING } from "./html.ts";

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
  words: Words;
};

/** The form by which a reader asks to be told. */
export function subscribePage(form: SubscribeForm): Html {
  const { words } = form;
  const say = (key: Key) => words.say(key);
  const { target } = form.typed;
  const about = aboutError(form.error);
  const email = html`<input type="email" name="target" required maxlength="254" autocomplete="email" value="${target}"${about}>`;
  // People see nothing of it; a program that fills in every field gives itself away.
  const trap = html`<p hidden><label>${say("subscribe.trap")} <input type="text" name="website" tabindex="-1" autocomplete="off"></label></p>`;
  return html`<h1>${say(form.typed.incident === null ? "frame.getUpdates" : "incident.follow")}</h1>${mailNote(form)}
<form class="card" id="by-mail" method="post" action="/subscribe"><input type="hidden" name="channel" value="email">${languageField(words)}
<label>${say("incident.email")} ${email}</label>${errorText(form.error)}${choice(form)}${trap}
<div><button class="btn main">${say("subscribe.subscribe")}</button></div></form>
<p>${say("subscribe.promise")}</p>
${pushForm(form)}${otherWays(form)}
<p>${say("subscribe.without")} <a href="/history.atom">Atom</a>, <a href="/history.rss">RSS</a>, <a href="/maintenance.ics">${say("maintenance.calendar")}</a>.</p>`;
}

/** Shown by its script where the browser knows notifications. */
function pushForm({ channels, pushKey, words }: SubscribeForm): Html {
  if (!channels.includes("webpush")) return NOTHING;
  return html`<form class="card" id="push" method="post" action="/subscribe" data-key="${pushKey}" hidden><input type="hidden" name="channel" value="webpush">${languageField(words)}
<div><button class="btn">${words.say("subscribe.push")}</button></div><p role="status"></p></form><script src="/push.js" defer data-keep></script>`;
}

/** What stands in the address of each way, so that the right one is pasted. */
const HINTS: Readonly<Partial<Record<SelfChannel, Key>>> = {
  slack: "subscribe.slack",
  webhook: "subscribe.webhook",
  teams: "subscribe.teams",
  discord: "subscribe.discord",
  ntfy: "subscribe.ntfy",
  sms: "subscribe.sms",
};

function otherWays(form: SubscribeForm): Html {
  const { words } = form;
  const say = (key: Key) => words.say(key);
  const options = form.channels.flatMap((one) => {
    const hint = HINTS[one];
    return hint ? [html`<option value="${one}">${CHANNEL_NAMES[one]}: ${say(hint)}</option>`] : [];
  });
  if (options.length === 0) return NOTHING;
  return html`<details><summary>${say("subscribe.otherWays")}</summary>
<form class="card" method="post" action="/subscribe">${languageField(words)}<label>${say("subscribe.way")} <select name="channel">${options}</select></label>
<label>${say("subscribe.address")} <input type="text" name="target" required maxlength="2048" autocomplete="off" spellcheck="false"></label>${choice(form)}
<label>${say("subscribe.contact")} <input type="email" name="contact" maxlength="254" autocomplete="email"></label>
<p hidden><label>${say("subscribe.trap")} <input type="text" name="website" tabindex="-1" autocomplete="off"></label></p>
<div><button class="btn">${say("subscribe.subscribe")}</button></div></form>
<p>${say("subscribe.sentThere")}</p></details>`;
}

function mailNote({ isMailSetUp, words }: SubscribeForm): Html {
  return isMailSetUp ? NOTHING : html`<p>${words.say("subscribe.mailLater")}</p>`;
}

/** In which language the answer is, and the messages. */
function languageField({ language }: Words): Html {
  return html`<input type="hidden" name="language" value="${language}">`;
}

function choice({ components, groups, typed, words: said }: SubscribeForm): Html {
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
      : html`<fieldset><legend>${said.say("subscribe.groups")}</legend>${boxes("groups", groups, typed.groups)}</fieldset>`;
  return html`<fieldset><legend>${said.say("subscribe.components")}</legend>${boxes("components", components, typed.components)}</fieldset>${ofGroups}`;
}

/** Where the code that was sent is entered: the same page for every target, known or not. */
export function codePage(channel: SelfChannel, target: string, error: string | null, words: Words): Html {
  const about = aboutError(error);
  const code = html`<input type="text" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12"${about}>`;
  const sent =
    channel === "email"
      ? words.pieces("subscribe.mailSent", { target: html`<bdi>${target}</bdi>` })
      : words.pieces<Html>("subscribe.messageSent", { channel: CHANNEL_NAMES[channel] });
  return html`<h1>${codeTitle(channel, words)}</h1>
<p>${sent.map((one) => (one instanceof Html ? one : html`${one}`))}</p>
<form class="card" method="post" action="/subscribe"><input type="hidden" name="channel" value="${channel}"><input type="hidden" name="target" value="${target}">${languageField(words)}
<label>${words.say("subscribe.code")} ${code}</label>${errorText(error)}
<div><button class="btn main">${words.say("subscribe.confirm")}</button></div></form>
<p><a href="/subscribe">${words.say("subscribe.another")}</a></p>`;
}

export function codeTitle(channel: SelfChannel, words: Words): string {
  return words.say(channel === "email" ? "subscribe.checkMail" : "subscribe.checkMessages");
}

function aboutError(error: string | null): Html {
  return error === null ? NOTHING : html` aria-invalid="true" aria-describedby="error"`;
}

function errorText(error: string | null): Html {
  return error === null ? NOTHING : html`<p id="error" role="alert">${error}</p>`;
}
