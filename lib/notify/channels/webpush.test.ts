import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { expect, it } from "vitest";
import { settings } from "#e2e/delivery.ts";
import { startHttpSink } from "#e2e/http-sink.ts";
import { pushBrowser } from "#e2e/push-browser.ts";
import { aMessage } from "#lib/notify/messages/test-notice.ts";
import { pushKeys } from "#lib/services/push-keys.ts";
import { DeliveryError } from "./channel.ts";
import { webPushChannel } from "./webpush.ts";

const at = (address: string) =>
  webPushChannel(settings({ OUTBOUND_ALLOW: address, MAIL_FROM: "Status <s@example.com>" }));

it("a browser can read the push, and the push service knows by its signature that it is ours", async () => {
  await using sink = await startHttpSink(() => ({ status: 201 }));
  const { target, read } = pushBrowser(`${sink.url}/push/abc`);
  await at(sink.address).deliver(aMessage(target, { expected: "14:30 UTC", body: "Hello **you**" }));
  const [request] = sink.requests;
  expect(read(request?.bytes as Buffer)).toEqual({
    title: "Investigating: Jobs wait",
    body: "Expected to be resolved by 14:30 UTC · Hello you",
    url: "https://status.example.com/incidents/inc123inc123",
    tag: "inc123inc123",
  });
  expect(request?.headers).toMatchObject({ topic: "inc123inc123", urgency: "high", "content-encoding": "aes128gcm" });
  const [, jwt = "", key = ""] = /vapid t=([^,]+), ?k=(.+)/.exec(String(request?.headers.authorization)) ?? [];
  const [head = "", claims = "", signature = ""] = jwt.split(".");
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    aud: sink.url,
    sub: "mailto:s@example.com",
  });
  expect(key).toBe(pushKeys("s".repeat(32)).publicKey);
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((one) => one.toString("base64url"));
  const ours = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y } as JsonWebKey, format: "jwk" });
  const isOurs = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: ours, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  expect(isOurs).toBe(true);
});

it("stays within what push services take, whatever is told", async () => {
  await using sink = await startHttpSink(() => ({ status: 201 }));
  const { target } = pushBrowser(`${sink.url}/push/abc`);
  await at(sink.address).deliver(aMessage(target, { headline: "😀".repeat(300), body: "😀".repeat(5_000) }));
  expect(sink.requests[0]?.bytes.length).toBeLessThanOrEqual(4_096);
});

it.each([404, 410])("a browser that is gone (%i) is told nothing more", async (status) => {
  await using sink = await startHttpSink(() => ({ status }));
  const { target } = pushBrowser(`${sink.url}/push/secret-path`);
  const refusal = await at(sink.address)
    .deliver(aMessage(target))
    .catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(DeliveryError);
  expect(refusal).toMatchObject({ targetGone: true });
  expect((refusal as DeliveryError).message).not.toContain("secret-path");
});

it("one push service that does not answer stops no other browser's messages", async () => {
  await using sink = await startHttpSink(() => ({ status: 503 }));
  const { target } = pushBrowser(`${sink.url}/push/abc`);
  const refusal = await at(sink.address)
    .deliver(aMessage(target))
    .catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ permanent: false, destinationAway: false });
});
