import type { Block, Inline } from "#lib/domain/markdown.ts";
import type { Told, Tone } from "./told.ts";
import { cutText, trimBlocks } from "./trim-blocks.ts";

/** A Workflows message is taken up to 28 KB (learn.microsoft.com, Teams webhooks); marks may take many times the words. */
const CARD_MAX = 26_000;
const BODY_LENGTHS = [6_000, 3_000, 1_000, 300];
const TITLE_MAX = 300;
const AFFECTED_MOST = 30;

type Run = {
  type: "TextRun";
  text: string;
  weight?: "Bolder";
  italic?: true;
  fontType?: "Monospace";
  selectAction?: { type: "Action.OpenUrl"; url: string };
};
type Style = Omit<Run, "type" | "text">;
type Line = { type: "RichTextBlock"; inlines: Run[]; separator?: true };

const COLOURS: Record<Tone, string> = {
  critical: "Attention",
  major: "Attention",
  minor: "Warning",
  planned: "Accent",
  good: "Good",
  none: "Default",
};

/**
 * Draws a message as an adaptive card for Teams' Workflows.
 *
 * Words go into text runs, which know no Markdown: nothing in them can be a mark. A name is mentioned by a card's
 * entities alone, and it has none.
 */
export function drawTeams(told: Told) {
  for (const bodyMax of BODY_LENGTHS) {
    const drawn = draw(told, bodyMax);
    if (Buffer.byteLength(JSON.stringify(drawn)) <= CARD_MAX) return drawn;
  }
  return draw(told, 0);
}

function draw(told: Told, bodyMax: number) {
  const title = {
    ...run(cutText(told.headline, TITLE_MAX), { weight: "Bolder" }),
    size: "Large",
    color: COLOURS[told.tone],
  };
  const affected = told.affected
    .slice(0, AFFECTED_MOST)
    .map((one) => line([run(`${cutText(one.name, 100)}: `, { weight: "Bolder" }), run(one.state)]));
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [
      line([title]),
      ...affected,
      ...trimBlocks(told.body, bodyMax).flatMap((block) => linesOf(block, "")),
      ...told.facts.map((fact) => line([run(fact, { weight: "Bolder" })])),
      line([{ ...run(cutText(told.pageName, 200)), size: "Small", isSubtle: true } as Run]),
    ],
    actions: [{ type: "Action.OpenUrl", title: told.link.text, url: told.link.url }],
    msteams: { width: "Full" },
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content: card }] };
}

function linesOf(block: Block, mark: string): Line[] {
  if (block.kind === "paragraph") return [line([...lead(mark), ...block.children.flatMap((one) => runsOf(one, {}))])];
  if (block.kind === "code") return [line([...lead(mark), run(block.text, { fontType: "Monospace" })])];
  if (block.kind === "quote") return block.children.flatMap((one) => linesOf(one, `${mark}“ `));
  return block.items.flatMap((item, i) => {
    const own = block.ordered ? `${block.start + i}. ` : "• ";
    return item.flatMap((one, at) => linesOf(one, at === 0 ? mark + own : `${mark}   `));
  });
}

const lead = (mark: string): Run[] => (mark === "" ? [] : [run(mark)]);
const line = (inlines: Run[]): Line => ({ type: "RichTextBlock", inlines });

function runsOf(inline: Inline, style: Style): Run[] {
  if (inline.kind === "text") return [run(inline.text, style)];
  if (inline.kind === "break") return [run("\n", style)];
  if (inline.kind === "code") return [run(inline.text, { ...style, fontType: "Monospace" })];
  const inner: Style =
    inline.kind === "link"
      ? { ...style, selectAction: { type: "Action.OpenUrl", url: inline.href } }
      : { ...style, ...(inline.kind === "strong" ? { weight: "Bolder" } : { italic: true }) };
  return inline.children.flatMap((child) => runsOf(child, inner));
}

/** Cards put times in for `{{DATE(…)}}` even here. */
function run(text: string, style: Style = {}): Run {
  return { type: "TextRun", text: text.replaceAll("{{", "{\u2060{"), ...style };
}
