import { createElement, Fragment } from "react";
import { line, link, renderFramed } from "./email-frame.ts";

/** The mail by which an operator sees whether mail arrives. */
export async function drawEmailTest(
  pageName: string,
  publicUrl: string,
): Promise<{ subject: string; text: string; html: string }> {
  const sentence = "This is a test: nothing has happened. If you can read it, mail from the status page arrives.";
  const html = await renderFramed({
    preview: sentence,
    content: createElement(Fragment, null, line(sentence), line(link(publicUrl, "To the status page"))),
    foot: line(`Sent by hand from ${pageName}.`, { isMute: true, size: 13 }),
  });
  return {
    subject: `A test from ${pageName}`,
    text: `${sentence}\n\nTo the status page: ${publicUrl}\n\n-- \nSent by hand from ${pageName}.\n`,
    html,
  };
}
