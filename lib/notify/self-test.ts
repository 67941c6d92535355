import nodemailer from "nodemailer";
import type { Config } from "#lib/config/environment.ts";
import { HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { calmAlarm, soundAlarm } from "#lib/services/tell-operators.ts";
import type { Database } from "#lib/store/database.ts";
import { takeLease } from "#lib/store/leases.ts";
import { short } from "./channels/post.ts";
import { smtpOptions } from "./channels/smtp-options.ts";

/** How often it is looked whether mail can leave. */
export const SELF_TEST_EVERY_MS = HOUR;
const LEASE_MS = HOUR - 5 * MINUTE;
const ALARM = "mail";

type Parts = {
  db: Database;
  config: Pick<Config, "smtpUrl" | "smtpUrlFallback" | "slackWebhookUrl">;
  clock: () => Instant;
  workerId: string;
};

/**
 * Looks whether mail can leave: signs in at the mail server as for a mail, and sends none. Operators are alarmed when no
 * server takes us, before the first reader misses a mail, and told when one does again. Of several workers one looks.
 */
export async function selfTest({ db, config, clock, workerId }: Parts): Promise<void> {
  const urls = [config.smtpUrl, config.smtpUrlFallback].filter((url) => url !== null);
  if (urls.length === 0 || !(await takeLease(db, "self-test", workerId, LEASE_MS, clock()))) return;
  const refusals: string[] = [];
  for (const url of urls) {
    const refusal = await refusalOf(url);
    if (refusal === null) {
      const text = "The mail server takes us again: what waited is on its way.";
      return calmAlarm(db, config, ALARM, { title: "Mail leaves again", text }, clock());
    }
    refusals.push(refusal);
  }
  const text = `Mail does not leave: ${refusals.join("; ")}.`;
  await soundAlarm(db, config, { name: ALARM, title: "Mail does not leave", text }, clock());
}

/** What the server has against us, without secrets; null when it takes us. */
async function refusalOf(url: string): Promise<string | null> {
  const { pool: _pool, ...options } = smtpOptions(url, 1);
  const transport = nodemailer.createTransport(options);
  try {
    await transport.verify();
    return null;
  } catch (error) {
    const { response, message } = error as { response?: string; message: string };
    return short(response ?? message, [url]);
  } finally {
    transport.close();
  }
}
