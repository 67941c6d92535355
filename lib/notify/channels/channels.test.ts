import { afterEach, describe, expect, it } from "vitest";
import { startSlackSink } from "#e2e/slack-sink.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";
import { readConfig } from "#lib/config/environment.ts";
import { aMessage as message } from "#lib/notify/messages/test-notice.ts";
import { manageToken } from "#lib/services/manage-token.ts";
import { SLACK_ENV_TARGET } from "#lib/services/sync-slack-subscriber.ts";
import type { Database } from "#lib/store/database.ts";
import { type Channel, DeliveryError } from "./channel.ts";
import { emailChannel } from "./email.ts";
import { slackChannel } from "./slack.ts";
import { smtpOptions } from "./smtp-options.ts";

const SECRET = "s".repeat(32);
const settings = (env: Record<string, string>) =>
  readConfig({ PUBLIC_URL: "https://status.example.com", SESSION_SECRET: SECRET, ...env });

const open: Channel[] = [];
afterEach(() => {
  for (const channel of open.splice(0)) channel.close();
});

function mail(env: Record<string, string>): Channel {
  const channel = emailChannel(settings(env));
  open.push(channel);
  return channel;
}

async function refusalOf(channel: Channel, target: string): Promise<DeliveryError> {
  const error = await channel.deliver(message(target)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe("mail", () => {
  it("has the headers by which lists are left with one click, each once, and no reply comes by machine", async () => {
    await using smtp = await startSmtpSink();
    await mail({ SMTP_URL: smtp.url, MAIL_FROM: "MorningAI <status@example.com>" }).deliver(message("a@example.com"));
    const head = smtp.received[0]?.head.replace(/\r\n[ \t]+/g, " ") ?? "";
    const values = (name: string) => [...head.matchAll(new RegExp(`^${name}: (.*)$`, "gim"))].map((found) => found[1]);
    const manage = `https://status.example.com/subscriptions/${manageToken(SECRET, "sub123sub123")}`;
    expect(values("List-Unsubscribe")).toEqual([`<${manage}>, <mailto:status@example.com?subject=Unsubscribe>`]);
    expect(values("List-Unsubscribe-Post")).toEqual(["List-Unsubscribe=One-Click"]);
    expect(values("List-Id")).toEqual(['"MorningAI incidents" <incidents.status.example.com>']);
    expect(values("Auto-Submitted")).toEqual(["auto-generated"]);
    expect(values("X-Auto-Response-Suppress")).toEqual(["All"]);
    expect(values("To")).toEqual(["a@example.com"]);
    expect(values("From")).toEqual(["MorningAI <status@example.com>"]);
    expect(values("Message-ID")).toEqual([expect.stringMatching(/^<incident\.inc123inc123\.[0-9a-f]{16}@/)]);
    expect(values("Content-Type")[0]).toContain("multipart/alternative");
    expect(smtp.received[0]?.recipients).toEqual(["a@example.com"]);
  });

  it.each([
    ["reject", { permanent: true, destinationAway: false }],
    ["defer", { permanent: false, destinationAway: false }],
    ["refuse", { permanent: false, destinationAway: true }],
    ["close", { permanent: false, destinationAway: true }],
    ["lose", { permanent: false, destinationAway: true }],
  ] as const)("knows whom a failure concerns when the server does this: %s", async (mode, meaning) => {
    await using smtp = await startSmtpSink();
    smtp.mode = mode;
    expect(await refusalOf(mail({ SMTP_URL: smtp.url }), "a@example.com")).toMatchObject(meaning);
    expect(smtp.received.length).toBe(mode === "lose" ? 1 : 0);
  });

  it("keeps neither password nor addresses in what it says of a failure", async () => {
    await using smtp = await startSmtpSink();
    smtp.mode = "reject";
    const url = smtp.url.replace("//", "//user:hunter22@");
    const { message: words } = await refusalOf(mail({ SMTP_URL: url }), "ada@example.com");
    expect(words).not.toMatch(/hunter22|ada@/);
  });

  it("sends a password only over a connection that is safe, and asks no such thing of this machine", () => {
    expect(smtpOptions("smtp://user:p%40ss@mail.example.com", 3)).toMatchObject({
      host: "mail.example.com",
      port: 587,
      auth: { user: "user", pass: "p@ss" },
      requireTLS: true,
      tls: { rejectUnauthorized: true },
    });
    expect(smtpOptions("smtp://user:pass@127.0.0.1:1025", 3)).toMatchObject({ port: 1025, requireTLS: false });
    expect(smtpOptions("smtp://mail.internal:25", 3)).toMatchObject({ requireTLS: false, port: 25 });
    expect(smtpOptions("smtps://mail.example.com", 3)).toMatchObject({
      secure: true,
      port: 465,
      tls: { rejectUnauthorized: true },
    });
  });

  it("says that it is not set up, instead of trying", () => {
    expect(mail({}).unready).toContain("SMTP_URL");
  });
});

/** Webhooks remember nothing: they need no store. */
const slackWebhooks = (config: ReturnType<typeof settings>) =>
  slackChannel({ config, db: undefined as unknown as Database, clock: Date.now });

describe("Slack", () => {
  it("takes the address from the environment, and sends text beside the blocks", async () => {
    await using slack = await startSlackSink();
    const channel = slackWebhooks(settings({ SLACK_WEBHOOK_URL: slack.url, OUTBOUND_ALLOW: slack.address }));
    expect(await channel.deliver(message(SLACK_ENV_TARGET))).toEqual({ answer: "ok" });
    expect(slack.accepted).toMatchObject([
      { path: "/services/T0/B0/secret", body: { text: "Investigating: Jobs wait" } },
    ]);
  });

  it.each([
    [
      { status: 429, headers: { "retry-after": "7" } },
      { permanent: false, retryAfterMs: 7_000, destinationAway: false },
    ],
    [{ status: 429 }, { permanent: false, retryAfterMs: 30_000 }],
    [
      { status: 503, headers: { "retry-after": "2" } },
      { permanent: false, retryAfterMs: 2_000, destinationAway: true },
    ],
    [{ status: 500 }, { permanent: false, retryAfterMs: null, destinationAway: true }],
    [
      { status: 302, headers: { location: "http://127.0.0.1/" } },
      { permanent: false, destinationAway: true },
    ],
    [{ status: 404, body: "no_service" }, { permanent: true }],
    [{ status: 410, body: "channel_is_archived" }, { permanent: true }],
    [{ status: 403, body: "action_prohibited" }, { permanent: true }],
    ["reset", { permanent: false, retryAfterMs: null, destinationAway: true }],
  ] as const)("reads %j as %j", async (mode, meaning) => {
    await using slack = await startSlackSink();
    slack.mode = mode;
    const channel = slackWebhooks(settings({ OUTBOUND_ALLOW: slack.address }));
    const refusal = await refusalOf(channel, slack.url);
    expect(refusal).toMatchObject(meaning);
    expect(refusal.message).not.toContain("secret");
    expect(slack.requests).toHaveLength(1);
  });

  it("is not sent into the inside network unless that was allowed, and names no address when it fails", async () => {
    await using slack = await startSlackSink();
    const refusal = await refusalOf(slackWebhooks(settings({})), slack.url);
    expect(slack.requests).toHaveLength(0);
    expect(refusal.message).not.toContain("secret");
    const malformed = await refusalOf(slackWebhooks(settings({})), "https://hooks.slack.com:99999/services/T/B/secret");
    expect(malformed.message).not.toContain("secret");
  });
});
