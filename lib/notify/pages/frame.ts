import type { Announcement, AnnouncementTone } from "#lib/domain/announcement.ts";
import { parseMarkdown, toHtml } from "#lib/domain/markdown.ts";
import type { Words } from "#lib/words/words.ts";
import { Html, html, NOTHING } from "./html.ts";

/** The classes of page.css that colour it. */
const ANNOUNCED_IN: Record<AnnouncementTone, string> = {
  information: "maintenance",
  operational: "operational",
  warning: "degraded",
  outage: "major",
};

export type Frame = {
  title: string;
  pageName: string;
  zone: string;
  words: Words;
  /** The front page in that language. */
  home: string;
  /** The public page's stylesheet, and the page's own colours. */
  css: string;
  /** Words on top of it; null: none. */
  announcement: Announcement | null;
};

/**
 * A whole document that looks like the other public pages.
 *
 * Not drawn by Next: there no page and no POST handler can share one address,
 * and these addresses both show and act.
 */
export function drawDocument(frame: Frame, main: Html): string {
  const head = html`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${frame.title} · ${frame.pageName}</title>`;
  // Our own stylesheet goes in as it is: its signs mean something in CSS.
  const style = new Html(`<style>${frame.css.replaceAll("</", "<\\/")}</style>`);
  const header = html`<header><a class="logo" href="${frame.home}"><i></i><bdi>${frame.pageName}</bdi></a></header>`;
  const footer = html`<footer><span>${frame.words.say("frame.zone", { zone: frame.zone })}</span><span>Pulsepage</span></footer>`;
  const { announcement } = frame;
  const words = announcement === null ? NOTHING : new Html(toHtml(parseMarkdown(announcement.text)));
  const top =
    announcement === null
      ? NOTHING
      : html`<aside class="announcement ${ANNOUNCED_IN[announcement.tone]}" aria-label="${frame.words.say("announcement.label")}"><div class="md" dir="auto">${words}</div></aside>`;
  const body = html`${top}<div class="w">${header}<main>${main}</main>${footer}</div>`;
  return html`<!doctype html><html lang="${frame.words.tag}" dir="${frame.words.direction}"><head>${head}${style}</head><body>${body}</body></html>`
    .text;
}
