import { escapeHtml } from "#lib/domain/markdown.ts";
import { type Dialect, inDialect, withoutMentions } from "./dialect.ts";
import type { Told } from "./told.ts";
import { cutText, trimBlocks } from "./trim-blocks.ts";

/** A Telegram message has at most 4096 characters once its marks are read (core.telegram.org/bots/api#sendmessage). */
const BODY_MAX = 2_400;
const TITLE_MAX = 300;
const AFFECTED_MOST = 20;

const TELEGRAM: Dialect = {
  text: escapeTelegram,
  code: (words) => `<code>${escapeHtml(words)}</code>`,
  codeBlock: (words) => `<pre>${escapeHtml(words)}</pre>`,
  strong: (inner) => `<b>${inner}</b>`,
  emphasis: (inner) => `<i>${inner}</i>`,
  link: (inner, href) => `<a href="${escapeHtml(href)}">${inner}</a>`,
  quote: (inner) => inner.replace(/^/gm, "&gt; "),
  bullet: "•",
};

/** No marks, no names, no commands and no topics: Telegram looks for them in plain text. */
export function escapeTelegram(text: string): string {
  return escapeHtml(withoutMentions(text).replace(/(^|\s)([/#$])(?=[\p{L}\p{N}_])/gu, "$1$2\u2060"));
}

/** Draws a message as Telegram's HTML. */
export function drawTelegram(told: Told): string {
  const affected = told.affected
    .slice(0, AFFECTED_MOST)
    .map((one) => `${escapeTelegram(cutText(one.name, 60))}: ${escapeTelegram(one.state)}`);
  const more = told.affected.length - affected.length;
  return [
    `<b>${escapeTelegram(cutText(told.headline, TITLE_MAX))}</b>`,
    [...affected, ...(more > 0 ? [`and ${more} more`] : [])].join("\n"),
    inDialect(trimBlocks(told.body, BODY_MAX), TELEGRAM),
    told.facts.map((fact) => `<b>${escapeTelegram(fact)}</b>`).join("\n"),
    `<a href="${escapeHtml(told.link.url)}">${escapeTelegram(told.link.text)}</a> · ${escapeTelegram(cutText(told.pageName, 100))}`,
  ]
    .filter(Boolean)
    .join("\n\n");
}
