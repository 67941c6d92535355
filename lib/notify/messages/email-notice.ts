import { Section } from "@react-email/components";
import { createElement, Fragment } from "react";
import { newSecret } from "#lib/domain/ids.ts";
import { escapeHtml, parseMarkdown, toHtml, toPlainText } from "#lib/domain/markdown.ts";
import { INK, line, link, renderFramed } from "./email-frame.ts";
import type { Notice } from "./notice.ts";
import { IMPACT_WORDS, STATUS_WORDS } from "./words.ts";

/** A mail but for its recipient. */
export type EmailNotice = {
  subject: string;
  /** The two bodies with the recipient's own link in its place. */
  personal(manageUrl: string): { text: string; html: string };
};

// Random, so that no operator's text can hold them.
const BODY = `body-${newSecret()}`;
const MANAGE = `https://manage.invalid/${newSecret()}`;

/** Draws an update once for all its recipients; only the link by which each manages the subscription differs. */
export async function drawEmailNotice(notice: Notice): Promise<EmailNotice> {
  const blocks = parseMarkdown(notice.body);
  const drawn = await renderFramed({
    preview: `${STATUS_WORDS[notice.status]}: ${toPlainText(blocks).replace(/\s+/g, " ").slice(0, 140)}`,
    content: contentOf(notice),
    foot: line(
      createElement(
        Fragment,
        null,
        `You asked for updates from ${notice.pageName}. `,
        link(MANAGE, "Manage or unsubscribe"),
      ),
      { isMute: true, size: 13 },
    ),
  });
  const html = drawn.replace(BODY, () => toHtml(blocks));
  const text = textOf(notice, toPlainText(blocks));
  return {
    // The same for every update of an incident: mail programs group by it.
    subject: `[Status] ${notice.title}`,
    personal: (manageUrl) => ({
      text: text.replaceAll(MANAGE, () => manageUrl),
      html: html.replaceAll(MANAGE, () => escapeHtml(manageUrl)),
    }),
  };
}

function contentOf(notice: Notice) {
  const affected = notice.components.map(({ name, status }) =>
    line(`${name}: ${IMPACT_WORDS[status]}`, { isMute: true, size: 14 }),
  );
  return createElement(
    Fragment,
    null,
    line(STATUS_WORDS[notice.status], { size: 14, weight: 600 }),
    line(notice.title, { size: 20, weight: 650 }),
    ...affected,
    createElement(Section, { className: "message", style: { color: INK, fontSize: 15, lineHeight: "1.55" } }, BODY),
    notice.expected ? line(`Expected to be resolved by ${notice.expected}`, { weight: 600 }) : null,
    line(link(notice.url, "Follow this incident")),
  );
}

function textOf(notice: Notice, body: string): string {
  const parts = [
    `${STATUS_WORDS[notice.status]}: ${notice.title}`,
    notice.components.map(({ name, status }) => `${name}: ${IMPACT_WORDS[status]}`).join("\n"),
    body,
    notice.expected ? `Expected to be resolved by ${notice.expected}` : "",
    `Follow this incident: ${notice.url}`,
    `-- \nYou asked for updates from ${notice.pageName}.\nManage or unsubscribe: ${MANAGE}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
