import MailComposer from "nodemailer/lib/mail-composer";
import { encode, wrap } from "nodemailer/lib/qp";
import type { Instant } from "#lib/domain/instant.ts";
import { AUTOMATIC, listHeaders, type ThreadHeaders } from "./email-headers.ts";
import { type EmailNotice, MANAGE_MARK } from "./email-notice.ts";

export type Sender = { name: string; address: string };

/** Whom one mail goes to, and what only it carries. */
export type Recipient = { address: string; manageUrl: string; thread: ThreadHeaders };

/** A mail that is made once and addressed to many. */
export type Mime = { to(recipient: Recipient): string };

const LINE_MAX = 76;

/** The mark's letters, with the soft line breaks that quoted-printable may have put between them. */
const MARK = new RegExp([...MANAGE_MARK].join("(?:=\\r\\n)?"), "g");
const OUR_HEADERS = /^Message-ID:.*\r\n/m;

/**
 * Makes an update's mail once: what differs between recipients are some lines at its head and one link, which are put
 * in without encoding the rest again. Twice as many mails a second (docs/decisions, peers.md §3).
 */
export async function makeMime(
  drawn: EmailNotice,
  mail: { publicUrl: string; pageName: string; sender: Sender; date: Instant },
): Promise<Mime> {
  const { publicUrl, pageName, sender, date } = mail;
  const composed = new MailComposer({
    from: sender,
    subject: drawn.subject,
    text: drawn.text,
    html: drawn.html,
    date: new Date(date),
    // Always this one: base64 would hide the mark.
    textEncoding: "quoted-printable",
    encoding: "quoted-printable",
    messageId: "<made@once.invalid>",
    headers: AUTOMATIC,
  });
  const whole = (await composed.compile().build()).toString("utf8").replace(OUR_HEADERS, "");
  const pieces = whole.split(MARK);
  const mailto = `mailto:${sender.address}?subject=Unsubscribe`;
  // Written as they are: encoded, as the composer would, no program reads them.
  const ofList = Object.entries(listHeaders(publicUrl, pageName)).map(([name, value]) => `${name}: ${value}`);
  return {
    to({ address, manageUrl, thread }) {
      const head = [
        `To: ${address}`,
        `Message-ID: ${thread.messageId}`,
        ...(thread.inReplyTo ? [`In-Reply-To: ${thread.inReplyTo}`] : []),
        ...(thread.references ? [`References: ${thread.references}`] : []),
        ...ofList,
        // Both forms in one header: RFC 8058 wants it once.
        `List-Unsubscribe: <${manageUrl}>,\r\n <${mailto}>`,
      ];
      return `${head.join("\r\n")}\r\n${pieces.join(`=\r\n${quoted(manageUrl)}=\r\n`)}`;
    },
  };
}

/** The link on lines of its own, which decoding joins again. */
function quoted(url: string): string {
  return wrap(encode(url), LINE_MAX);
}
