import type { Config } from "#lib/config/environment.ts";
import { drawConfirmation } from "#lib/notify/messages/email-confirmation.ts";
import { AUTOMATIC, confirmationId, threadHeaders } from "#lib/notify/messages/email-headers.ts";
import { type Mime, makeMime, type Sender } from "#lib/notify/messages/email-mime.ts";
import { drawEmailNote } from "#lib/notify/messages/email-note.ts";
import { drawEmailNotice } from "#lib/notify/messages/email-notice.ts";
import { drawEmailTest } from "#lib/notify/messages/email-test.ts";
import type { Notice } from "#lib/notify/messages/notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import { manageToken } from "#lib/services/manage-token.ts";
import { type Channel, DeliveryError, type Message } from "./channel.ts";
import { type Letter, mailServers } from "./mail-servers.ts";

type EmailConfig = Pick<
  Config,
  "smtpUrl" | "smtpUrlFallback" | "smtpConnections" | "dkim" | "mailFrom" | "publicUrl" | "sessionSecret"
>;

/** One plain address: nothing that could end a header or name a second recipient. */
const ADDRESS = /^[^\s<>,;:"()\\]+@[^\s<>,;:"()\\]+$/;

/** Mail by the server in SMTP_URL: one recipient per message, threads by incident, one click to leave. */
export function emailChannel(config: EmailConfig): Channel {
  const servers = mailServers(config);
  const sender = senderOf(config.mailFrom);
  const mimeOf = madeOnce((notice, message) => mime(config, sender, notice, message));
  return {
    unready: servers ? null : "SMTP_URL is not set: mail waits until it is.",
    destination: "one",
    concurrency: config.smtpConnections,
    spacingMs: 0,
    async deliver(message) {
      if (!servers) throw new DeliveryError("SMTP_URL is not set.", { destinationAway: true });
      const address = message.delivery.target;
      if (!ADDRESS.test(address)) throw new DeliveryError("This is no address for mail.", { targetGone: true });
      const letter =
        message.kind === "update"
          ? await update(config, message, await mimeOf(message.notice, message))
          : await single(config, sender, message);
      // The server is told exactly these two, however the headers are read.
      return { answer: await servers.send({ ...letter, envelope: { from: sender.address, to: [address] } }) };
    },
    close: () => servers?.close(),
  };
}

async function mime(config: EmailConfig, sender: Sender, notice: Notice, message: Message): Promise<Mime> {
  const drawn = await drawEmailNotice(notice, toldOf(message, config.publicUrl));
  const { pageName, postedAt: date } = notice;
  return makeMime(drawn, { publicUrl: config.publicUrl, pageName, sender, date });
}

async function update(
  config: EmailConfig,
  { delivery, notice, isFirst }: Message & { kind: "update" },
  made: Mime,
): Promise<Letter> {
  const { publicUrl } = config;
  const { subscriber_id: subscriberId, target: address } = delivery;
  const thread = threadHeaders(publicUrl, { ...notice, subscriberId, isFirst });
  // Named once more for nodemailer, which would make up another one to report by.
  return { raw: made.to({ address, manageUrl: manageUrl(config, subscriberId), thread }), messageId: thread.messageId };
}

/** A mail that only one person gets. */
async function single(
  config: EmailConfig,
  from: Sender,
  message: Exclude<Message, { kind: "update" }>,
): Promise<Letter> {
  const { publicUrl } = config;
  const { id, subscriber_id, target: address } = message.delivery;
  const common = { from, to: { name: "", address }, headers: AUTOMATIC };
  if (message.kind === "test") {
    const messageId = `<test.${id}@${new URL(publicUrl).hostname}>`;
    return { ...common, ...(await drawEmailTest(message.pageName, publicUrl)), messageId };
  }
  if (message.kind === "note") {
    const messageId = `<note.${id}@${new URL(publicUrl).hostname}>`;
    return { ...common, ...(await drawEmailNote(message.note, message.pageName, publicUrl)), messageId };
  }
  const { token, code, isKnown } = message.confirmation;
  const confirmUrl = `${publicUrl}/subscriptions/${token}`;
  const manage = isKnown ? manageUrl(config, subscriber_id) : null;
  const asked = { pageName: message.pageName, code, confirmUrl, manageUrl: manage };
  return { ...common, ...(await drawConfirmation(asked)), messageId: confirmationId(publicUrl, token) };
}

function manageUrl({ publicUrl, sessionSecret }: EmailConfig, subscriberId: string): string {
  return `${publicUrl}/subscriptions/${manageToken(sessionSecret, subscriberId)}`;
}

/** "Status <status@example.com>" or a bare address. */
function senderOf(mailFrom: string): Sender {
  const named = /^\s*"?(.*?)"?\s*<([^<>\s]+)>\s*$/.exec(mailFrom);
  return named ? { name: named[1] as string, address: named[2] as string } : { name: "", address: mailFrom.trim() };
}

/** Remembers what was made for as long as the notice itself is; what failed is made again. */
function madeOnce<T>(make: (notice: Notice, message: Message) => Promise<T>) {
  const known = new WeakMap<Notice, Promise<T>>();
  return (notice: Notice, message: Message): Promise<T> => {
    let made = known.get(notice);
    if (!made) {
      made = make(notice, message);
      known.set(notice, made);
      made.catch(() => known.delete(notice));
    }
    return made;
  };
}
