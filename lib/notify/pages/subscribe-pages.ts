import { type Html, html, NOTHING } from "./html.ts";

export type SubscribeForm = {
  components: { slug: string; name: string }[];
  /** Whether mail can be sent: the page does not promise what will not come. */
  isMailSetUp: boolean;
  /** What was typed, when the form is shown again. */
  typed: { target: string; components: readonly string[] };
  error: string | null;
};

/** The form by which a reader asks to be told. */
export function subscribePage(form: SubscribeForm): Html {
  const { target } = form.typed;
  const about = aboutError(form.error);
  const email = html`<input type="email" name="target" required maxlength="254" autocomplete="email" value="${target}"${about}>`;
  // People see nothing of it; a program that fills in every field gives itself away.
  const trap = html`<p hidden><label>Leave this empty <input type="text" name="website" tabindex="-1" autocomplete="off"></label></p>`;
  return html`<h1>Get updates</h1>${mailNote(form.isMailSetUp)}
<form class="card" method="post" action="/subscribe"><input type="hidden" name="channel" value="email">
<label>Email ${email}</label>${errorText(form.error)}${choice(form)}${trap}
<div><button class="btn main">Subscribe</button></div></form>
<p>You will get a mail to confirm that the address is yours. Every mail we send has a link to unsubscribe.</p>
<p>Without an address: <a href="/history.atom">Atom feed</a>, <a href="/history.rss">RSS feed</a>, <a href="/maintenance.ics">maintenance calendar</a>.</p>`;
}

function mailNote(isMailSetUp: boolean): Html {
  if (isMailSetUp) return NOTHING;
  return html`<p>Email is not set up on this page yet. You can subscribe now; the mail to confirm it follows once it is.</p>`;
}

function choice({ components, typed }: SubscribeForm): Html {
  if (components.length < 2) return NOTHING;
  const boxes = components.map(({ slug, name }) => {
    const checked = typed.components.includes(slug) ? html` checked` : NOTHING;
    return html`<label><input type="checkbox" name="components" value="${slug}"${checked}> ${name}</label>`;
  });
  return html`<fieldset><legend>About which components? Choose none to hear about everything.</legend>${boxes}</fieldset>`;
}

/** Where the mailed code is entered: the same page for every address, known or not. */
export function codePage(target: string, error: string | null): Html {
  const about = aboutError(error);
  const code = html`<input type="text" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12"${about}>`;
  return html`<h1>Check your mail</h1>
<p>We send a mail to <bdi>${target}</bdi>, unless it has had several of these from us today. Open the link in it, or enter its code here. Both work for 24 hours.</p>
<form class="card" method="post" action="/subscribe"><input type="hidden" name="channel" value="email"><input type="hidden" name="target" value="${target}">
<label>Code ${code}</label>${errorText(error)}
<div><button class="btn main">Confirm</button></div></form>
<p><a href="/subscribe">Use another address</a></p>`;
}

function aboutError(error: string | null): Html {
  return error === null ? NOTHING : html` aria-invalid="true" aria-describedby="error"`;
}

function errorText(error: string | null): Html {
  return error === null ? NOTHING : html`<p id="error" role="alert">${error}</p>`;
}
