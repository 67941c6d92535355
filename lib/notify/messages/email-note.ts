import { createElement, Fragment } from "react";
import type { Note } from "#lib/services/tell-operators.ts";
import { line, link, renderFramed } from "./email-frame.ts";

/** A mail to one person about this installation, or about their subscription. */
export async function drawEmailNote(
  { title, text }: Note,
  pageName: string,
  publicUrl: string,
): Promise<{ subject: string; text: string; html: string }> {
  const html = await renderFramed({
    preview: text,
    content: createElement(
      Fragment,
      null,
      line(title, { size: 20, weight: 650 }),
      line(text),
      line(link(publicUrl, "To the status page")),
    ),
    foot: line(`Sent by ${pageName}.`, { isMute: true, size: 13 }),
  });
  return {
    subject: `${pageName}: ${title}`,
    text: `${title}\n\n${text}\n\nTo the status page: ${publicUrl}\n\n-- \nSent by ${pageName}.\n`,
    html,
  };
}
