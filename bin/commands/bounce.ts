import { text } from "node:stream/consumers";
import { takeReturnedMail } from "#lib/notify/take-returned-mail.ts";
import { say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage bounce < MAIL
Takes in a mail that came to the sender's address (MAIL_FROM). Have the mail server pipe what arrives there into it.`;

/** Takes in one mail from standard input. What is no report of ours is left alone: for the mail server that is no failure. */
export async function bounce(args: string[]): Promise<number> {
  if (args.length > 0) return wrongUsage(USAGE);
  const raw = await text(process.stdin);
  const isOurs = await withStore((db, config) => takeReturnedMail(db, config, raw, Date.now()));
  say(isOurs ? "Noted: a mail of ours came back." : "Nothing was done: this is no report of a mail of ours.");
  return 0;
}
