import { type Block, parseMarkdown } from "#lib/domain/markdown.ts";
import type { Message } from "#lib/notify/channels/channel.ts";
import type { Notice } from "./notice.ts";
import { IMPACT_WORDS } from "./words.ts";

/** A message before it is put into a channel's dialect: words only, nothing of it escaped yet. */
export type Told = {
  pageName: string;
  headline: string;
  /** Component and what it is, as people read it. */
  affected: { name: string; state: string }[];
  body: Block[];
  /** Short sentences about what comes next. */
  facts: string[];
  link: { url: string; text: string };
  tone: Tone;
};

export type Tone = "critical" | "major" | "minor" | "planned" | "good" | "none";

const remembered = new WeakMap<Notice, Told>();

/** What the message says, in order. An update is worked out once for all who are told of it. */
export function toldOf(message: Message, publicUrl: string): Told {
  if (message.kind === "confirm") return confirmation(message, publicUrl);
  if (message.kind === "test") return test(message.pageName, publicUrl);
  if (message.kind === "note") return note(message, publicUrl);
  let told = remembered.get(message.notice);
  if (!told) {
    told = update(message.notice);
    remembered.set(message.notice, told);
  }
  return told;
}

function update(notice: Notice): Told {
  return {
    pageName: notice.pageName,
    headline: notice.headline,
    affected: notice.components.map(({ name, status }) => ({ name, state: IMPACT_WORDS[status] })),
    body: parseMarkdown(notice.body),
    facts: factsOf(notice),
    link: { url: notice.url, text: linkText(notice) },
    tone: toneOf(notice),
  };
}

/** "Expected to be resolved by 14:30 UTC"; empty when there is nothing to say. */
export function factsOf(notice: Notice): string[] {
  return [
    ...(notice.window ? [`Planned for ${notice.window}`] : []),
    ...(notice.expected ? [`Expected to be resolved by ${notice.expected}`] : []),
    ...(notice.nextUpdate ? [`Next update by ${notice.nextUpdate}`] : []),
  ];
}

export function linkText(notice: Notice): string {
  if (notice.subject === "digest") return "To the status page";
  if (notice.subject === "postmortem") return "Read it on the status page";
  return notice.subject === "incident" ? "Follow this incident" : "About this maintenance";
}

function toneOf(notice: Notice): Tone {
  if (notice.isOver) return "good";
  return notice.subject === "maintenance" ? "planned" : notice.impact;
}

function confirmation(message: Message & { kind: "confirm" }, publicUrl: string): Told {
  const { pageName, confirmation } = message;
  const { token, code, isKnown } = confirmation;
  const sentence = isKnown
    ? `Someone, probably you, asked for updates from ${pageName} here. They come here already; there is nothing you need to do.`
    : `Someone, probably you, asked for updates from ${pageName} here. If it was not you, ignore this: nothing more will come of it.`;
  return {
    pageName,
    headline: isKnown ? `Updates from ${pageName}` : `Confirm updates from ${pageName}`,
    affected: [],
    body: plain(sentence),
    facts: isKnown ? [] : [`Code: ${code}`, "Link and code work for 24 hours"],
    link: isKnown
      ? { url: publicUrl, text: pageName }
      : { url: `${publicUrl}/subscriptions/${token}`, text: "Confirm that you want them" },
    tone: "none",
  };
}

function test(pageName: string, publicUrl: string): Told {
  return {
    pageName,
    headline: `A test from ${pageName}`,
    affected: [],
    body: plain("This is a test: nothing has happened. Updates will look like this."),
    facts: [],
    link: { url: publicUrl, text: "To the status page" },
    tone: "none",
  };
}

function note({ pageName, note }: Message & { kind: "note" }, publicUrl: string): Told {
  return {
    pageName,
    headline: note.title,
    affected: [],
    body: plain(note.text),
    facts: [],
    link: { url: publicUrl, text: "To the status page" },
    tone: "none",
  };
}

function plain(text: string): Block[] {
  return [{ kind: "paragraph", children: [{ kind: "text", text }] }];
}
