import { randomBytes } from "node:crypto";
import { Section } from "@react-email/components";
import { createElement, Fragment } from "react";
import { escapeHtml, toHtml, toPlainText } from "#lib/domain/markdown.ts";
import { INK, line, link, renderFramed } from "./email-frame.ts";
import type { Notice } from "./notice.ts";
import { factsOf, linkText, type Told } from "./told.ts";
import { IMPACT_LABELS } from "./words.ts";

/** A mail but for its recipient: what is each one's own has a mark in its place. */
export type EmailNotice = { subject: string; text: string; html: string };

// Random, so that no operator's text can hold them; letters and digits, so that no encoding changes them.
const mark = () => `x${randomBytes(12).toString("hex")}x`;
const BODY = mark();

/** Stands where each recipient's own link goes, in the text and in the HTML. */
export const MANAGE_MARK = mark();

/** Draws an update once for all its recipients; only the link by which each manages the subscription differs. */
export async function drawEmailNotice(notice: Notice, told: Told): Promise<EmailNotice> {
  const drawn = await renderFramed({
    preview: `${notice.headline}. ${toPlainText(told.body).replace(/\s+/g, " ").slice(0, 140)}`,
    content: contentOf(notice, told),
    foot: line(
      createElement(
        Fragment,
        null,
        `You asked for updates from ${notice.pageName}. `,
        link(MANAGE_MARK, "Manage or unsubscribe"),
      ),
      { isMute: true, size: 13 },
    ),
  });
  return {
    // The same for every update of an incident: mail programs group by it.
    subject: `[Status] ${notice.title}`,
    text: textOf(notice, told),
    html: drawn.replace(BODY, () => toHtml(told.body)),
  };
}

/** The mail's two bodies with the recipient's own link in its place. */
export function personal({ text, html }: EmailNotice, manageUrl: string): { text: string; html: string } {
  return {
    text: text.replaceAll(MANAGE_MARK, () => manageUrl),
    html: html.replaceAll(MANAGE_MARK, () => escapeHtml(manageUrl)),
  };
}

function contentOf(notice: Notice, told: Told) {
  const affected = told.affected.map(({ name, state }) => line(`${name}: ${state}`, { isMute: true, size: 14 }));
  const impact = impactOf(notice);
  return createElement(
    Fragment,
    null,
    impact === "" ? null : line(impact, { size: 14, weight: 600 }),
    line(notice.headline, { size: 20, weight: 650 }),
    ...affected,
    createElement(Section, { className: "message", style: { color: INK, fontSize: 15, lineHeight: "1.55" } }, BODY),
    ...factsOf(notice).map((fact) => line(fact, { weight: 600 })),
    line(link(notice.url, linkText(notice))),
  );
}

/** "Major impact"; nothing once it is over, when it is planned, and when nothing is affected. */
function impactOf(notice: Notice): string {
  return notice.isOver || notice.subject === "maintenance" ? "" : IMPACT_LABELS[notice.impact];
}

function textOf(notice: Notice, told: Told): string {
  const parts = [
    [notice.headline, impactOf(notice)].filter(Boolean).join("\n"),
    told.affected.map(({ name, state }) => `${name}: ${state}`).join("\n"),
    toPlainText(told.body),
    factsOf(notice).join("\n"),
    `${linkText(notice)}: ${notice.url}`,
    `-- \nYou asked for updates from ${notice.pageName}.\nManage or unsubscribe: ${MANAGE_MARK}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
