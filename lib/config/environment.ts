import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isNetwork } from "#lib/http/client-address.ts";

/** Start-up cannot go on; the message names everything that is wrong and never a value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const address = z.string().regex(/^[^\s/:]+:\d{1,5}$/, "must be host:port");
const network = z.string().refine(isNetwork, "must list addresses or networks such as 10.0.0.0/8");
const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(item));
const webUrl = z.url({ protocol: /^https?$/, message: "must be an address that starts with http:// or https://" });

const schema = z.object({
  PORT: z.coerce
    .number({ message: "must be a port number" })
    .int()
    .min(0)
    .max(65_535, "must be a port number up to 65535")
    .default(3000),
  HOST: z.string().default("0.0.0.0"),
  PUBLIC_URL: webUrl.optional(),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)/, "must start with file: or postgres://")
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/.+/, "must start with redis:// or rediss://")
    .default("redis://localhost:6379"),
  PULSEPAGE_CONFIG: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+/, "must start with smtp:// or smtps://")
    .optional(),
  MAIL_FROM: z.string().regex(/@/, "must be a mail address, or a name and <address>").optional(),
  SMTP_URL_FALLBACK: z
    .string()
    .regex(/^smtps?:\/\/.+/, "must start with smtp:// or smtps://")
    .optional(),
  SMTP_CONNECTIONS: z.coerce
    .number({ message: "must be a number from 1 to 100" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(100, "must be at most 100")
    .default(5),
  UNDO_SECONDS: z.coerce
    .number({ message: "must be a number from 0 to 60" })
    .int("must be a whole number")
    .min(0, "must be at least 0")
    .max(60, "must be at most 60")
    .default(0),
  DKIM_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/i, "must be a domain such as example.com")
    .optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9._-]+$/i, "must be letters, digits, dots and hyphens")
    .optional(),
  DKIM_KEY: z
    .string()
    .refine(isPrivateKey, "must be a private key in PEM, or the path of a file that holds one")
    .optional(),
  SLACK_WEBHOOK_URL: webUrl.optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xox[a-z]-\S+$/, "must start with xoxb-")
    .optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "must look like 123456:ABC…")
    .optional(),
  SMS_URL: z
    .url({ protocol: /^https?$/, message: "must be https://ACCOUNT:TOKEN@api.twilio.com or the like" })
    .refine((text) => {
      const { username, password } = new URL(text);
      return username !== "" && password !== "";
    }, "must hold account and token: https://ACCOUNT:TOKEN@api.twilio.com")
    .optional(),
  SMS_FROM: z
    .string()
    .regex(
      /^(\+\d{5,15}|[A-Za-z0-9 ]{3,11}|MG[0-9a-f]{32})$/,
      "must be a number such as +15005550006, or a sender's name",
    )
    .optional(),
  SESSION_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  ADMIN_TOKEN: z.string().min(32, "must have at least 32 characters").optional(),
  TRUST_PROXY: list(network),
  OUTBOUND_ALLOW: list(address),
  METRICS_TOKEN: z.string().min(8, "must have at least 8 characters").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error").default("info"),
  WEB_URL: webUrl.optional(),
  EXPORT_TO: z
    .string()
    .regex(/^(?!s3:)|^s3:\/\/[^:@/]+:[^@/]+@[^/]+\/./, "must be a folder, or s3://KEY:SECRET@HOST/BUCKET")
    .optional(),
  PURGE_URL: webUrl.optional(),
  PURGE_METHOD: z
    .string()
    .regex(/^[A-Z]{3,10}$/, "must be a method such as POST or PURGE")
    .default("POST"),
  PURGE_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+: *[\x21-\x7e][\x20-\x7e]*$/, "must be a header such as Authorization: Bearer …")
    .optional(),
});

export type Config = {
  port: number;
  host: string;
  /** Without a slash at the end. */
  publicUrl: string;
  dataDir: string;
  databaseUrl: string;
  redisUrl: string;
  /** The configuration file, absolute; it need not exist unless it was named. */
  configFile: { path: string; required: boolean };
  smtpUrl: string | null;
  mailFrom: string;
  /** Takes the mail while the server in smtpUrl cannot be used. */
  smtpUrlFallback: string | null;
  /** Connections to the mail server at once. */
  smtpConnections: number;
  /** For so long what operators post goes to nobody, and can be taken back; 0: it goes at once. */
  undoMs: number;
  /** How mail is signed; null: it is not. */
  dkim: { domainName: string; keySelector: string; privateKey: string } | null;
  slackWebhookUrl: string | null;
  slackBotToken: string | null;
  telegramBotToken: string | null;
  /** The provider of text messages; null: there is none. */
  sms: { origin: string; account: string; secret: string; from: string } | null;
  /** Made at first start and kept in the data folder unless given. */
  sessionSecret: string;
  adminToken: string | null;
  trustProxy: string[];
  outboundAllow: string[];
  metricsToken: string | null;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Where the front finds web when it runs on another machine; null: the supervisor tells. */
  webUrl: string | null;
  /** A folder or bucket that gets a copy of the page after each change; null: none does. */
  exportTo: string | null;
  /** How the caches in front of the page are told to let go of it after each change; null: there are none. */
  purge: { url: string; method: string; headers: Record<string, string> } | null;
};

/**
 * Reads the environment once. An empty variable means "not set".
 *
 * @throws {ConfigError} naming every wrong variable at once, never its value.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) throw new ConfigError(complaint(parsed.error));
  const given = parsed.data;
  const dataDir = resolve(given.DATA_DIR);
  const publicUrl = (given.PUBLIC_URL ?? `http://localhost:${given.PORT}`).replace(/\/+$/, "");
  return {
    port: given.PORT,
    host: given.HOST,
    publicUrl,
    dataDir,
    databaseUrl: databaseUrl(given.DATABASE_URL, dataDir),
    redisUrl: given.REDIS_URL,
    configFile: {
      path: resolve(/* turbopackIgnore: true */ given.PULSEPAGE_CONFIG ?? "./status.yaml"),
      required: given.PULSEPAGE_CONFIG !== undefined,
    },
    smtpUrl: given.SMTP_URL ?? null,
    mailFrom: given.MAIL_FROM ?? `Status <status@${new URL(publicUrl).hostname}>`,
    smtpUrlFallback: given.SMTP_URL_FALLBACK ?? null,
    smtpConnections: given.SMTP_CONNECTIONS,
    undoMs: given.UNDO_SECONDS * 1_000,
    dkim: dkim(given),
    slackWebhookUrl: given.SLACK_WEBHOOK_URL ?? null,
    slackBotToken: given.SLACK_BOT_TOKEN ?? null,
    telegramBotToken: given.TELEGRAM_BOT_TOKEN ?? null,
    sms: sms(given),
    sessionSecret: given.SESSION_SECRET ?? keptSecret(dataDir),
    adminToken: given.ADMIN_TOKEN ?? null,
    trustProxy: given.TRUST_PROXY,
    outboundAllow: given.OUTBOUND_ALLOW,
    metricsToken: given.METRICS_TOKEN ?? null,
    logLevel: given.LOG_LEVEL,
    webUrl: given.WEB_URL ?? null,
    exportTo: given.EXPORT_TO ?? null,
    purge: purge(given),
  };
}

/** Where the secret of this installation lies, made by the supervisor at first start. */
export function secretFile(dataDir: string): string {
  return join(dataDir, "session-secret");
}

function keptSecret(dataDir: string): string {
  try {
    return readFileSync(secretFile(dataDir), "utf8").trim();
  } catch {
    return "";
  }
}

type Given = z.output<typeof schema>;

function dkim(given: Given): Config["dkim"] {
  const { DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector, DKIM_KEY: key } = given;
  if (domainName === undefined && keySelector === undefined && key === undefined) return null;
  if (domainName === undefined || keySelector === undefined || key === undefined) {
    throw new ConfigError(
      "These settings are not usable:\n  DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY must be set together",
    );
  }
  return { domainName, keySelector, privateKey: pemOf(key) as string };
}

function purge({ PURGE_URL: url, PURGE_METHOD: method, PURGE_HEADER: header }: Given): Config["purge"] {
  if (url === undefined) return null;
  const colon = header?.indexOf(":") ?? -1;
  const headers = header === undefined ? {} : { [header.slice(0, colon)]: header.slice(colon + 1).trim() };
  return { url, method, headers };
}

function sms({ SMS_URL: address, SMS_FROM: from }: Given): Config["sms"] {
  if (address === undefined && from === undefined) return null;
  if (address === undefined || from === undefined) {
    throw new ConfigError("These settings are not usable:\n  SMS_URL and SMS_FROM must be set together");
  }
  const { origin, username, password } = new URL(address);
  return { origin, account: decodeURIComponent(username), secret: decodeURIComponent(password), from };
}

/** The key itself, or what the file of that name holds; null when it is neither. */
function pemOf(text: string): string | null {
  try {
    const pem = text.includes("-----BEGIN") ? text.replaceAll("\\n", "\n") : readFileSync(text, "utf8");
    createPrivateKey(pem);
    return pem;
  } catch {
    return null;
  }
}

function isPrivateKey(text: string): boolean {
  return pemOf(text) !== null;
}

function databaseUrl(given: string | undefined, dataDir: string): string {
  if (given === undefined) return `file:${join(dataDir, "pulsepage.db")}`;
  return given.startsWith("file:") ? `file:${resolve(given.slice("file:".length).replace(/^\/\/(?=\/)/, ""))}` : given;
}

function complaint(error: z.ZodError): string {
  const lines = error.issues.map((issue) => `  ${String(issue.path[0])} ${sentence(issue)}`);
  return `These settings are not usable:\n${[...new Set(lines)].join("\n")}`;
}

function sentence(issue: z.core.$ZodIssue): string {
  return /^must /.test(issue.message) ? issue.message : "is not valid";
}
