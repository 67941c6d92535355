import { createElement, Fragment } from "react";
import { line, link, renderFramed } from "./email-frame.ts";

export type EmailConfirmation = { subject: string; text: string; html: string };

type Confirmation = {
  pageName: string;
  code: string;
  confirmUrl: string;
  /** Set when the address is subscribed already: where that is managed. */
  manageUrl: string | null;
};

/** The mail that asks whether whoever reads it wants to be told. */
export async function drawConfirmation(asked: Confirmation): Promise<EmailConfirmation> {
  const { pageName, code, confirmUrl, manageUrl } = asked;
  const intro = manageUrl
    ? `Someone, probably you, asked for updates from ${pageName}. This address already gets them; there is nothing you need to do.`
    : `Someone, probably you, asked for updates from ${pageName} at this address.`;
  const foot = "If it was not you, ignore this mail: nothing more will come of it. Link and code work for 24 hours.";
  const ask = manageUrl ? "Show my subscription" : "Confirm that you want them";
  const address = manageUrl ?? confirmUrl;
  const html = await renderFramed({
    preview: `Your code is ${code}`,
    content: createElement(
      Fragment,
      null,
      line(intro),
      line(link(address, ask), { weight: 600 }),
      line(`Or enter this code on the page: ${code}`),
    ),
    foot: line(foot, { isMute: true, size: 13 }),
  });
  return {
    subject: `Updates from ${pageName}: your code is ${code}`,
    text: `${intro}\n\n${ask}: ${address}\n\nOr enter this code on the page: ${code}\n\n-- \n${foot}\n`,
    html,
  };
}
