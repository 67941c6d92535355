import { createECDH, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ChannelKind } from "#lib/domain/channel.ts";
import { maskedTarget, shownTarget } from "./shown-target.ts";
import { targetOf } from "./subscriber-target.ts";

const push = (endpoint: string) => {
  const p256dh = createECDH("prime256v1").generateKeys("base64url");
  return JSON.stringify({
    endpoint,
    expirationTime: null,
    keys: { p256dh, auth: randomBytes(16).toString("base64url") },
  });
};
const ALLOW = ["127.0.0.1:8080"];

describe("a target is taken", () => {
  it.each([
    ["slack", "C0123ABCD"],
    ["slack", "https://hooks.slack.com/services/T0/B0/x"],
    ["webhook", "https://receiver.example.com/hook?x=1"],
    ["webhook", "http://127.0.0.1:8080/hook"],
    ["teams", "https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual?sig=x"],
    ["discord", "https://discord.com/api/webhooks/123/abc_DEF-1"],
    ["telegram", "-1001234567890"],
    ["telegram", "@our_status"],
    ["ntfy", "https://ntfy.sh/our-status"],
    ["pagerduty", "0123456789abcdef0123456789abcdef"],
    ["pagerduty", "eu:0123456789abcdef0123456789abcdef"],
    ["sms", "+4915123456789"],
  ] as [ChannelKind, string][])("by %s: %s", (channel, text) => {
    expect(targetOf(channel, ` ${text} `, ALLOW).target).toBe(text);
  });

  it("in one spelling", () => {
    expect(targetOf("sms", "0049 (151) 234-56789", []).key).toBe("+4915123456789");
    expect(targetOf("telegram", "@Our_Status", []).key).toBe("@our_status");
    const endpoint = "https://updates.push.services.mozilla.com/wpush/v2/abc";
    expect(targetOf("webpush", push(endpoint), [])).toMatchObject({ key: endpoint });
  });
});

describe("a target is refused", () => {
  const INSIDE = [
    "http://127.0.0.1/x",
    "https://169.254.169.254/x",
    "https://[::1]/x",
    "https://redis.internal/x",
    "https://0x7f.1/x",
  ];
  it.each(["slack", "webhook", "teams", "discord", "ntfy"] as const)(
    "that leads inside a network, by %s",
    (channel) => {
      for (const address of INSIDE) expect(() => targetOf(channel, address, [])).toThrow();
    },
  );

  it("that leads inside a network, as a browser's", () => {
    for (const address of INSIDE) expect(() => targetOf("webpush", push(address), [])).toThrow();
  });

  it.each([
    ["slack", "c0123abcd"],
    ["discord", "https://evil.example/api/webhooks/1/x"],
    ["discord", "https://discord.com/api/users/@me"],
    ["telegram", "@x"],
    ["telegram", "12\n34567"],
    ["ntfy", "https://ntfy.sh/a/b"],
    ["ntfy", "https://ntfy.sh/topic?up=1"],
    ["pagerduty", "0123"],
    ["sms", "0151 23456789"],
    ["sms", "+49151<script>"],
    ["webpush", "{}"],
    ["webpush", '{"endpoint":"https://push.example.com/x","keys":{"p256dh":"AA","auth":"AA"}}'],
  ] as [ChannelKind, string][])("that is none, by %s: %s", (channel, text) => {
    expect(() => targetOf(channel, text, ALLOW)).toThrow(expect.objectContaining({ code: "invalid" }));
  });
});

it("what is a secret is shown so far that it can be recognised, and no further", () => {
  expect(shownTarget("discord", "https://discord.com/api/webhooks/1/secret")).toBe("https://discord.com/…");
  expect(shownTarget("pagerduty", "eu:0123456789abcdef0123456789abcdef")).toBe("eu:…cdef");
  expect(shownTarget("webpush", push("https://fcm.googleapis.com/secret"))).toBe("a browser, by fcm.googleapis.com");
  expect(maskedTarget("sms", "+4915123456789")).toBe("…89");
  expect(maskedTarget("email", "ada@example.com")).toBe("a…@example.com");
  expect(maskedTarget("telegram", "-100123")).toBe("your chat");
});
