import nodemailer, { type SendMailOptions } from "nodemailer";
import type { Config } from "#lib/config/environment.ts";
import { MINUTE } from "#lib/domain/instant.ts";
import type { DeliveryError } from "./channel.ts";
import { short } from "./post.ts";
import { smtpOptions } from "./smtp-options.ts";
import { smtpRefusal } from "./smtp-refusal.ts";

/** Longer than any one of the timeouts, and two of them shorter than the lease: what takes this long has failed. */
const DEADLINE_MS = 28_000;
/** For so long a server that could not be used is passed over while there is another one. */
const PASSED_OVER_MS = MINUTE;

/** What is signed (compat.md §7): nodemailer's own list leaves the one click out. */
const SIGNED = [
  "From",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "In-Reply-To",
  "References",
  "List-Id",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
].join(":");

export type Letter = SendMailOptions;

export type MailServers = {
  /** @returns the server's answer. @throws {DeliveryError} */
  send(letter: Letter): Promise<string>;
  close(): void;
};

type MailConfig = Pick<Config, "smtpUrl" | "smtpUrlFallback" | "smtpConnections" | "dkim">;

/** The server in SMTP_URL, and the one that takes the mail while it cannot be used. Null when there is none. */
export function mailServers(config: MailConfig): MailServers | null {
  const urls = [config.smtpUrl, config.smtpUrlFallback].filter((url) => url !== null);
  if (urls.length === 0) return null;
  const servers = urls.map((url) => ({ transport: connect(url, config), awayUntil: 0 }));
  return {
    async send(letter) {
      let refusal: DeliveryError | null = null;
      const usable = servers.filter((one) => one.awayUntil <= performance.now());
      // When none is known to work the first is asked again: the channel's own pause comes between.
      for (const server of usable.length > 0 ? usable : servers.slice(0, 1)) {
        try {
          const { response } = await server.transport.sendMail({ ...letter, signal: AbortSignal.timeout(DEADLINE_MS) });
          server.awayUntil = 0;
          return short(response, []);
        } catch (error) {
          refusal = smtpRefusal(error);
          if (!refusal.destinationAway) throw refusal;
          if (servers.length > 1) server.awayUntil = performance.now() + PASSED_OVER_MS;
        }
      }
      throw refusal;
    },
    close: () => {
      for (const { transport } of servers) transport.close();
    },
  };
}

function connect(url: string, { smtpConnections, dkim }: MailConfig) {
  return nodemailer.createTransport({
    ...smtpOptions(url, smtpConnections),
    ...(dkim ? { dkim: { ...dkim, headerFieldNames: SIGNED } } : {}),
  });
}
