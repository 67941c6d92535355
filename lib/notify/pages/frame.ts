import { Html, html } from "./html.ts";

export type Frame = {
  title: string;
  pageName: string;
  timeZone: string;
  /** The public page's stylesheet. */
  css: string;
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
  const header = html`<header><a class="logo" href="/"><i></i><bdi>${frame.pageName}</bdi></a></header>`;
  const footer = html`<footer><span>All times in ${frame.timeZone}</span><span>Pulsepage</span></footer>`;
  const body = html`<div class="w">${header}<main>${main}</main>${footer}</div>`;
  return html`<!doctype html><html lang="en"><head>${head}${style}</head><body>${body}</body></html>`.text;
}
