import { describe, expect, it } from "vitest";
import { someSubscribers } from "#e2e/audience.ts";
import { settings } from "#e2e/delivery.ts";
import { type HttpAnswer, type HttpSink, startHttpSink } from "#e2e/http-sink.ts";
import { onEachStore } from "#e2e/stores.ts";
import { aMessage } from "#lib/notify/messages/test-notice.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";
import { type Channel, DeliveryError } from "./channel.ts";
import { discordChannel } from "./discord.ts";
import { ntfyChannel } from "./ntfy.ts";
import { pagerdutyChannel } from "./pagerduty.ts";
import { slackChannel } from "./slack.ts";
import { smsChannel } from "./sms.ts";
import { teamsChannel } from "./teams.ts";
import { telegramChannel } from "./telegram.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const TOKEN = "123456:telegram-secret";

type Made = { channel: Channel; target: string; secret: string };

const config = (sink: HttpSink, more: Record<string, string> = {}) =>
  settings({ OUTBOUND_ALLOW: sink.address, ...more });
const smsUrl = (sink: HttpSink) => sink.url.replace("//", "//AC1:sms-secret@");
const noStore = undefined as unknown as Database;

/** The channels that remember nothing, each with a target at the sink. */
const MADE: Record<string, (sink: HttpSink) => Made> = {
  Discord: (sink) => ({
    channel: discordChannel(config(sink)),
    target: `${sink.url}/api/webhooks/1/hook-secret`,
    secret: "hook-secret",
  }),
  Teams: (sink) => ({
    channel: teamsChannel(config(sink)),
    target: `${sink.url}/workflows/1?sig=sig-secret`,
    secret: "sig-secret",
  }),
  ntfy: (sink) => ({ channel: ntfyChannel(config(sink)), target: `${sink.url}/topic-secret`, secret: "topic-secret" }),
  PagerDuty: (sink) => ({
    channel: pagerdutyChannel(config(sink), { us: sink.url, eu: sink.url }),
    target: KEY,
    secret: KEY,
  }),
  SMS: (sink) => ({
    channel: smsChannel(config(sink, { SMS_URL: smsUrl(sink), SMS_FROM: "+15005550006" })),
    target: "+4915123456789",
    secret: "sms-secret",
  }),
};

async function refusalOf(channel: Channel, target: string): Promise<DeliveryError> {
  const error = await channel.deliver(aMessage(target)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe.each(Object.entries(MADE))("%s", (_name, make) => {
  it.each([
    [
      { status: 429, headers: { "retry-after": "7" } },
      { permanent: false, retryAfterMs: 7_000, destinationAway: false },
    ],
    [
      { status: 503, headers: { "retry-after": "2" } },
      { permanent: false, retryAfterMs: 2_000, destinationAway: true },
    ],
    [{ status: 500 }, { permanent: false, retryAfterMs: null, destinationAway: true }],
    [
      { status: 302, headers: { location: "http://127.0.0.1/" } },
      { permanent: false, destinationAway: true },
    ],
    [{ status: 400 }, { permanent: true, targetGone: false }],
    ["reset", { permanent: false, retryAfterMs: null, destinationAway: true }],
  ] as [HttpAnswer, object][])("reads %j as %j, and keeps its secret", async (answer, meaning) => {
    await using sink = await startHttpSink((request) =>
      typeof answer === "string" ? answer : { body: JSON.stringify({ echo: request.path + request.text }), ...answer },
    );
    const { channel, target, secret } = make(sink);
    const refusal = await refusalOf(channel, target);
    expect(refusal).toMatchObject(meaning);
    expect(refusal.message).not.toContain(secret);
    expect(sink.requests).toHaveLength(1);
  });
});

it.each(["Discord", "Teams", "ntfy"])("%s is not asked inside the network unless that was allowed", async (name) => {
  await using sink = await startHttpSink();
  const { target } = (MADE[name] as (sink: HttpSink) => Made)(sink);
  const strict = { Discord: discordChannel, Teams: teamsChannel, ntfy: ntfyChannel }[name] as typeof discordChannel;
  expect((await refusalOf(strict(settings({})), target)).destinationAway).toBe(true);
  expect(sink.requests).toHaveLength(0);
});

it.each([
  ["Discord", 404],
  ["Teams", 410],
  ["ntfy", 404],
])("%s that answers %i is given no more messages", async (name, status) => {
  await using sink = await startHttpSink(() => ({ status }));
  const { channel, target } = (MADE[name] as (sink: HttpSink) => Made)(sink);
  expect(await refusalOf(channel, target)).toMatchObject({ permanent: true, targetGone: true });
});

it("ntfy gets the words as JSON: none of them can become a header", async () => {
  await using sink = await startHttpSink();
  const { channel, target } = (MADE.ntfy as (sink: HttpSink) => Made)(sink);
  await channel.deliver(
    aMessage(target, { headline: "Down\r\nX-Evil: 1", components: [{ name: "Jobs", status: "major_outage" }] }),
  );
  expect(sink.requests[0]?.headers["x-evil"]).toBeUndefined();
  expect(JSON.parse(sink.requests[0]?.text ?? "")).toMatchObject({
    topic: "topic-secret",
    title: "Down\r\nX-Evil: 1",
    message: "Jobs: Major outage\n\nWe are looking into it.",
    priority: 4,
    click: "https://status.example.com/incidents/inc123inc123",
  });
});

it("an incident is one PagerDuty alert, raised by its updates and resolved by its last", async () => {
  await using sink = await startHttpSink(() => ({ status: 202 }));
  const { channel, target } = (MADE.PagerDuty as (sink: HttpSink) => Made)(sink);
  await channel.deliver(aMessage(target, { impact: "critical" }));
  await channel.deliver(aMessage(target, { status: "resolved", isOver: true }));
  const events = sink.requests.map((request) => JSON.parse(request.text));
  expect(events).toMatchObject([
    { routing_key: KEY, event_action: "trigger", payload: { severity: "critical", source: "status.example.com" } },
    { event_action: "resolve" },
  ]);
  expect(events[0].dedup_key).toBe(events[1].dedup_key);
  expect(sink.requests[0]?.path).toBe("/v2/enqueue");
  const planned = await channel.deliver(aMessage(target, { subject: "maintenance", status: "scheduled" }));
  expect([planned.isSkipped, sink.requests.length]).toEqual([true, 2]);
});

describe("SMS", () => {
  it("tells the beginning and the end, nothing between, and of a maintenance the start alone", async () => {
    await using sink = await startHttpSink(() => ({ status: 201 }));
    const { channel, target } = (MADE.SMS as (sink: HttpSink) => Made)(sink);
    const kept = async (...of: [Parameters<typeof aMessage>[1], boolean]) =>
      (await channel.deliver(aMessage(target, ...of))).isSkipped !== true;
    expect(await kept({}, true)).toBe(true);
    expect(await kept({ status: "identified" }, false)).toBe(false);
    expect(await kept({ status: "resolved", isOver: true }, false)).toBe(true);
    expect(await kept({ subject: "maintenance", status: "scheduled" }, true)).toBe(false);
    expect(await kept({ subject: "maintenance", status: "in_progress" }, false)).toBe(true);
    const sent = sink.requests.map((request) => new URLSearchParams(request.text));
    expect(sent).toHaveLength(3);
    expect(Object.fromEntries(sent[0] as URLSearchParams)).toEqual({
      To: target,
      From: "+15005550006",
      Body: "MorningAI: Investigating: Jobs wait https://status.example.com/incidents/inc123inc123",
    });
    expect(sink.requests[0]?.path).toBe("/2010-04-01/Accounts/AC1/Messages.json");
    expect(sink.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("AC1:sms-secret").toString("base64")}`);
  });

  it("is given up for a number that has said STOP", async () => {
    const body = '{"code": 21610, "message": "unsubscribed recipient"}';
    await using sink = await startHttpSink(() => ({ status: 400, body }));
    const { channel, target } = (MADE.SMS as (sink: HttpSink) => Made)(sink);
    expect(await refusalOf(channel, target)).toMatchObject({ targetGone: true });
  });
});

onEachStore("threads", (open) => {
  /** A subscriber of the store, as threads hang on one. */
  async function messageTo(db: Database, channel: "slack" | "telegram", target: string) {
    const [id] = await someSubscribers(db, [target], 0, { channel });
    const delivery = { id: "d", subscriber_id: id, target } as Row<"outbox">;
    return (...of: Parameters<typeof aMessage> extends [string, ...infer Rest] ? Rest : never) => ({
      ...aMessage(target, ...of),
      delivery,
    });
  }

  it("hang a Slack incident's updates under its one message, whose head says how things stand", async () => {
    await using store = await open();
    await using sink = await startHttpSink(() => ({
      status: 200,
      body: '{"ok":true,"channel":"C0123ABCD","ts":"17.5"}',
    }));
    const parts = { db: store.db, clock: () => 1, config: config(sink, { SLACK_BOT_TOKEN: "xoxb-secret" }) };
    const channel = slackChannel(parts, sink.url);
    const message = await messageTo(store.db, "slack", "C0123ABCD");
    await channel.deliver(message());
    await channel.deliver(message({ headline: "Identified: Jobs wait", body: "Found." }, false));
    const calls = sink.requests.map(({ path, text, headers }) => ({
      path,
      auth: headers.authorization,
      ...JSON.parse(text),
    }));
    expect(calls).toMatchObject([
      { path: "/chat.postMessage", channel: "C0123ABCD", text: "Investigating: Jobs wait", auth: "Bearer xoxb-secret" },
      { path: "/chat.update", ts: "17.5", text: "Identified: Jobs wait" },
      { path: "/chat.postMessage", thread_ts: "17.5", text: "Identified: Jobs wait" },
    ]);
    expect(calls[0].thread_ts).toBeUndefined();
  });

  it("survive a head that is gone, and know a channel that is, and a token that is not ours", async () => {
    await using store = await open();
    let error = "message_not_found";
    await using sink = await startHttpSink(({ path }) => {
      const isRefused = error !== "message_not_found" || path === "/chat.update";
      return { status: 200, body: JSON.stringify(isRefused ? { ok: false, error } : { ok: true, ts: "1.1" }) };
    });
    const parts = { db: store.db, clock: () => 1, config: config(sink, { SLACK_BOT_TOKEN: "xoxb-secret" }) };
    const channel = slackChannel(parts, sink.url);
    const message = await messageTo(store.db, "slack", "C0123ABCD");
    await channel.deliver(message());
    await channel.deliver(message({}, false));
    expect(sink.requests.map((request) => request.path)).toEqual([
      "/chat.postMessage",
      "/chat.update",
      "/chat.postMessage",
    ]);
    const refusal = async () => await channel.deliver(message()).catch((thrown: unknown) => thrown);
    error = "is_archived";
    expect(await refusal()).toMatchObject({ targetGone: true });
    error = "token_revoked";
    expect(await refusal()).toMatchObject({ permanent: false, destinationAway: true });
    error = "invalid_blocks";
    expect(await refusal()).toMatchObject({ permanent: true, targetGone: false });
  });

  it("hang a Telegram incident's updates under its first message, and a chat that has shut us out is left alone", async () => {
    await using store = await open();
    const body = '{"ok":true,"result":{"message_id":42}}';
    await using sink = await startHttpSink(() => ({ status: 200, body }));
    const parts = { db: store.db, clock: () => 1, config: config(sink, { TELEGRAM_BOT_TOKEN: TOKEN }) };
    const channel = telegramChannel(parts, sink.url);
    const message = await messageTo(store.db, "telegram", "-1001234567");
    await channel.deliver(message());
    await channel.deliver(message({}, false));
    expect(sink.requests[0]?.path).toBe(`/bot${TOKEN}/sendMessage`);
    const calls = sink.requests.map((request) => JSON.parse(request.text));
    expect(calls).toMatchObject([
      { chat_id: "-1001234567", parse_mode: "HTML" },
      { reply_parameters: { message_id: 42, allow_sending_without_reply: true } },
    ]);
    expect(calls[0].reply_parameters).toBeUndefined();
    sink.answer = () => ({ status: 403, body: `{"description":"Forbidden: bot was blocked by the user ${TOKEN}"}` });
    const refusal = (await channel.deliver(message()).catch((thrown: unknown) => thrown)) as DeliveryError;
    expect(refusal.targetGone).toBe(true);
    expect(refusal.message).not.toContain(TOKEN);
  });
});

it("a channel whose setting was taken away waits for it", async () => {
  const telegram = telegramChannel({ config: settings({}), db: noStore, clock: () => 0 });
  for (const channel of [telegram, smsChannel(settings({}))]) {
    expect((await refusalOf(channel, "123456")).destinationAway).toBe(true);
  }
});
