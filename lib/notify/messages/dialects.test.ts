import { describe, expect, it } from "vitest";
import { type Block, parseMarkdown } from "#lib/domain/markdown.ts";
import { withoutMentions } from "./dialect.ts";
import { drawDiscord } from "./discord-notice.ts";
import { drawTeams } from "./teams-notice.ts";
import { drawTelegram } from "./telegram-notice.ts";
import { whatIsTold } from "./test-notice.ts";
import { trimBlocks } from "./trim-blocks.ts";

/** Words that ping, command or mark up somewhere. */
const HOSTILE =
  "@everyone @here <@123> <@&4> <!channel> <at>Ada</at> #general /quit {{DATE(2026-11-23)}} <b>x</b> ||y|| a@b.example";
const told = whatIsTold({
  headline: `Investigating: ${HOSTILE}`,
  body: `${HOSTILE}\n\n**bold [a link](https://example.com/a_(b)?c=d)** and \`code <@123>\`\n\n- one @here\n- two\n\n> quoted`,
  components: [{ name: HOSTILE, status: "major_outage" }],
  expected: "14:30 UTC",
});

const VISIBLE_MENTION = /(^|[^\p{L}\p{N}\u2060._+-])@[\p{L}\p{N}_]/u;

describe("Discord", () => {
  const drawn = drawDiscord(told);
  const [embed] = drawn.embeds;

  it("is told to ping nobody, and finds nothing that could", () => {
    expect(drawn.allowed_mentions).toEqual({ parse: [] });
    // In code Discord looks for nothing.
    const text = `${embed?.title}\n${embed?.description.replaceAll(/`[^`]*`/g, "")}`;
    expect(text.replaceAll(/\\[^\n]/g, "")).not.toMatch(VISIBLE_MENTION);
    expect(text).not.toMatch(/(?<!\\)<[@!#:]/);
    expect(text).not.toContain("||y||");
  });

  it("shows marks that were meant: bold, links, lists", () => {
    expect(embed?.description).toContain("**bold [a link](https://example.com/a_%28b%29?c=d)**");
    expect(embed?.description).toContain("- one");
    expect(embed?.description).toContain("**Expected to be resolved by 14\\:30 UTC**");
  });

  it("stays within Discord's limits", () => {
    const long = whatIsTold({
      headline: "*".repeat(300),
      body: "_".repeat(20_000),
      components: Array.from({ length: 300 }, (_, i) => ({ name: `#${i}`, status: "major_outage" as const })),
    });
    const [wide] = drawDiscord(long).embeds;
    expect(wide?.title.length).toBeLessThanOrEqual(256);
    expect(wide?.description.length).toBeLessThanOrEqual(4_096);
    expect(JSON.stringify(wide).length).toBeLessThan(6_000);
  });
});

describe("Telegram", () => {
  it("gets HTML in which only its own marks stand, and no names, commands or topics", () => {
    const text = drawTelegram(told);
    const tags = new Set([...text.matchAll(/<\/?([a-z]+)/g)].map((found) => found[1]));
    expect([...tags].toSorted()).toEqual(["a", "b", "code"]);
    expect(text.replaceAll(/<code>[^<]*<\/code>/g, "")).not.toMatch(VISIBLE_MENTION);
    expect(text).not.toMatch(/(^|\s)[/#][a-z]/);
    expect(text).toContain("&lt;b&gt;x&lt;/b&gt;");
    expect(text).toContain('<a href="https://example.com/a_(b)?c=d">a link</a>');
  });

  it("stays within Telegram's limit once its marks are read", () => {
    const long = whatIsTold({ headline: "&".repeat(300), body: "<".repeat(20_000) });
    const read = drawTelegram(long)
      .replaceAll(/<[^>]+>/g, "")
      .replaceAll(/&[a-z#0-9]+;/g, "x");
    expect(read.length).toBeLessThanOrEqual(4_096);
  });
});

describe("Teams", () => {
  it("gets words as runs, which know no marks, and neither mentions nor times to be put in", () => {
    const [attachment] = drawTeams(told).attachments;
    const card = attachment?.content;
    expect(card?.body.every((part) => part.type === "RichTextBlock")).toBe(true);
    expect(Object.keys(card?.msteams ?? {})).toEqual(["width"]);
    const json = JSON.stringify(card);
    expect(json).not.toContain("{{");
    expect(json).toContain('"selectAction":{"type":"Action.OpenUrl","url":"https://example.com/a_(b)?c=d"}');
    expect(card?.actions).toEqual([
      {
        type: "Action.OpenUrl",
        title: "Follow this incident",
        url: "https://status.example.com/incidents/inc123inc123",
      },
    ]);
  });

  it("stays within what Workflows take", () => {
    const body = Array.from({ length: 2_000 }, (_, i) => `- **point ${i}**`).join("\n");
    expect(JSON.stringify(drawTeams(whatIsTold({ body }))).length).toBeLessThanOrEqual(26_000);
  });
});

it("a name in plain text is no name any more, and a mail address stays one", () => {
  expect(withoutMentions("@here hi (@ada) a@b.example")).toBe("@\u2060here hi (@\u2060ada) a@b.example");
});

it("a text is cut before it is escaped, never within a sign", () => {
  const words = (blocks: readonly Block[]) => JSON.stringify(blocks);
  const cut = trimBlocks(parseMarkdown(`${"ab ".repeat(10)}😀😀 tail\n\nnext`), 31);
  expect(words(cut)).toContain("…");
  expect(words(cut)).not.toMatch(/tail|next|\\ud/);
  expect(trimBlocks(parseMarkdown("a [b](https://example.com/long) c"), 8)[0]).toMatchObject({ kind: "paragraph" });
  const whole = parseMarkdown("> - `x`\n\n```\ny\n```");
  expect(trimBlocks(whole, 1_000)).toEqual(whole);
});
