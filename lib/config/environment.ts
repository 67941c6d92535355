import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";

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
  SLACK_WEBHOOK_URL: webUrl.optional(),
  SESSION_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  ADMIN_TOKEN: z.string().min(32, "must have at least 32 characters").optional(),
  TRUST_PROXY: list(network),
  OUTBOUND_ALLOW: list(address),
  METRICS_TOKEN: z.string().min(8, "must have at least 8 characters").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error").default("info"),
  WEB_URL: webUrl.optional(),
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
  slackWebhookUrl: string | null;
  /** Made at first start and kept in the data folder unless given. */
  sessionSecret: string;
  adminToken: string | null;
  trustProxy: string[];
  outboundAllow: string[];
  metricsToken: string | null;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Where the front finds web when it runs on another machine; null: the supervisor tells. */
  webUrl: string | null;
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
    slackWebhookUrl: given.SLACK_WEBHOOK_URL ?? null,
    sessionSecret: given.SESSION_SECRET ?? keptSecret(dataDir),
    adminToken: given.ADMIN_TOKEN ?? null,
    trustProxy: given.TRUST_PROXY,
    outboundAllow: given.OUTBOUND_ALLOW,
    metricsToken: given.METRICS_TOKEN ?? null,
    logLevel: given.LOG_LEVEL,
    webUrl: given.WEB_URL ?? null,
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

function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    rest.length === 0 && longest > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
}
