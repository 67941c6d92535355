import { type Dialect, inDialect, withoutMentions } from "./dialect.ts";
import type { Told, Tone } from "./told.ts";
import { cutText, trimBlocks } from "./trim-blocks.ts";

/** Discord's limits are 256 and 4096 characters, 6000 in all (discord.com/developers, embed limits): escaping may double a text. */
const TITLE_MAX = 120;
const BODY_MAX = 1_400;
const AFFECTED_MAX = 600;
const FOOTER_MAX = 200;

const COLOURS: Record<Tone, number> = {
  critical: 0xc2352b,
  major: 0xc2352b,
  minor: 0xb7791f,
  planned: 0x2a5bd7,
  good: 0x1f8a4c,
  none: 0x5d6167,
};

const DISCORD: Dialect = {
  text: escapeDiscord,
  code: (words) => `\`${words.replaceAll("`", "ˋ")}\``,
  codeBlock: (words) => `\`\`\`\n${words.replaceAll("`", "ˋ")}\n\`\`\``,
  strong: (inner) => `**${inner}**`,
  emphasis: (inner) => `*${inner}*`,
  link: (inner, href) => `[${inner}](${href.replace(/[()<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})`,
  quote: (inner) => inner.replace(/^/gm, "> "),
  bullet: "-",
};

/** Every sign that could mean something in Discord's Markdown, and every mention, is taken as a sign. */
export function escapeDiscord(text: string): string {
  return withoutMentions(text).replace(/[\\*_~`|>#[\]()<@:-]/g, "\\$&");
}

/** Draws a message for a Discord webhook. It pings nobody, whatever its words are: Discord is told so too. */
export function drawDiscord(told: Told) {
  const affected = told.affected.map((one) => `${escapeDiscord(one.name)}: ${escapeDiscord(one.state)}`).join("\n");
  const body = inDialect(trimBlocks(told.body, BODY_MAX), DISCORD);
  const facts = told.facts.map((fact) => DISCORD.strong(escapeDiscord(fact))).join("\n");
  const link = `[${escapeDiscord(told.link.text)}](${told.link.url})`;
  return {
    embeds: [
      {
        title: escapeDiscord(cutText(told.headline, TITLE_MAX)),
        url: told.link.url,
        color: COLOURS[told.tone],
        description: [cutLines(affected, AFFECTED_MAX), body, facts, link].filter(Boolean).join("\n\n"),
        footer: { text: withoutMentions(cutText(told.pageName, FOOTER_MAX)) },
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

/** As many whole lines as fit. */
export function cutLines(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = text.lastIndexOf("\n", max - 2);
  return `${end <= 0 ? "" : text.slice(0, end)}\n…`.trim();
}
