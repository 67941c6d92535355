import { escapeSlack, toSlackMrkdwn } from "#lib/domain/markdown.ts";
import type { Told } from "./told.ts";
import { trimBlocks } from "./trim-blocks.ts";

/** Slack's limits (compat.md §8), with room for the mark that something was cut. */
const HEADER_MAX = 150;
const SECTION_MAX = 2_900;
const TEXT_MAX = 1_000;
/** Before escaping. */
const BODY_MAX = 2_600;

export type SlackNotice = { text: string; blocks: SlackBlock[]; unfurl_links: false };

type SlackBlock =
  | { type: "header"; text: { type: "plain_text"; text: string; emoji: false } }
  | { type: "section"; text: { type: "mrkdwn"; text: string } }
  | { type: "context"; elements: { type: "mrkdwn"; text: string }[] };

/** Draws a message for Slack. Every word of an operator is escaped: nothing in it can ping a channel. */
export function drawSlack(told: Told): SlackNotice {
  const affected = told.affected.map((one) => `*${escapeSlack(one.name)}*: ${escapeSlack(one.state)}`).join("\n");
  const body = toSlackMrkdwn(trimBlocks(told.body, BODY_MAX));
  const link = `<${escapeSlack(told.link.url)}|${escapeSlack(told.link.text)}>`;
  const foot = [...told.facts.map(escapeSlack), link, escapeSlack(told.pageName)].join(" · ");
  return {
    text: cut(escapeSlack(told.headline), TEXT_MAX),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(escapeSlack(told.headline), HEADER_MAX), emoji: false } },
      ...(affected === "" ? [] : [section(affected)]),
      ...(body === "" ? [] : [section(body)]),
      { type: "context", elements: [{ type: "mrkdwn", text: foot }] },
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
