import { escapeSlack, parseMarkdown, toSlackMrkdwn } from "#lib/domain/markdown.ts";
import type { Notice } from "./notice.ts";
import { IMPACT_WORDS, STATUS_WORDS } from "./words.ts";

/** Slack's limits (compat.md §8), with room for the mark that something was cut. */
const HEADER_MAX = 150;
const SECTION_MAX = 2_900;
const TEXT_MAX = 1_000;

export type SlackNotice = { text: string; blocks: SlackBlock[]; unfurl_links: false };

type SlackBlock =
  | { type: "header"; text: { type: "plain_text"; text: string; emoji: false } }
  | { type: "section"; text: { type: "mrkdwn"; text: string } }
  | { type: "context"; elements: { type: "mrkdwn"; text: string }[] };

/** Draws an update for Slack. Every word of an operator is escaped: nothing in it can ping a channel. */
export function drawSlackNotice(notice: Notice): SlackNotice {
  const headline = `${STATUS_WORDS[notice.status]}: ${notice.title}`;
  const affected = notice.components.map((one) => `*${escapeSlack(one.name)}*: ${IMPACT_WORDS[one.status]}`).join("\n");
  const expected = notice.expected ? `Expected to be resolved by ${escapeSlack(notice.expected)} · ` : "";
  const link = `<${escapeSlack(notice.url)}|Follow this incident>`;
  return {
    text: cut(escapeSlack(headline), TEXT_MAX),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(escapeSlack(headline), HEADER_MAX), emoji: false } },
      ...(affected === "" ? [] : [section(affected)]),
      section(toSlackMrkdwn(parseMarkdown(notice.body))),
      { type: "context", elements: [{ type: "mrkdwn", text: `${expected}${link} · ${escapeSlack(notice.pageName)}` }] },
    ],
    unfurl_links: false,
  };
}

function section(text: string): SlackBlock {
  return { type: "section", text: { type: "mrkdwn", text: cut(text, SECTION_MAX) } };
}

/** At most `max` characters, with no half of an escaped sign or of a link at the end. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text
    .slice(0, max - 1)
    .replace(/&[a-z]{0,3}$/, "")
    .replace(/<[^>]*$/, "");
  return `${kept.toWellFormed().replace(/\uFFFD$/, "")}…`;
}
