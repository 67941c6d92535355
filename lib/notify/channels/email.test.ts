import { generateKeyPairSync, verify } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { settings } from "#e2e/delivery.ts";
import { type SmtpSink, startSmtpSink } from "#e2e/smtp-sink.ts";
import type { Notice } from "#lib/notify/messages/notice.ts";
import { aNotice } from "#lib/notify/messages/test-notice.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Channel, DeliveryError, Message } from "./channel.ts";
import { emailChannel } from "./email.ts";

const open: Channel[] = [];
afterEach(() => {
  for (const channel of open.splice(0)) channel.close();
});

function mail(env: Record<string, string>): Channel {
  const channel = emailChannel(settings({ MAIL_FROM: "MorningAI <status@example.com>", ...env }));
  open.push(channel);
  return channel;
}

function to(subscriber: string, notice: Notice, isFirst = true): Message {
  const delivery = { id: `d-${subscriber}`, subscriber_id: subscriber, target: `${subscriber}@example.com` };
  return { kind: "update", delivery: delivery as Row<"outbox">, notice, isFirst };
}

const received = (smtp: SmtpSink, address: string) =>
  smtp.received.filter((one) => one.recipients[0] === address).map((one) => one.mail);

it("a mail that is made once reads for each recipient as if it were made for them", async () => {
  await using smtp = await startSmtpSink();
  const channel = mail({ SMTP_URL: smtp.url });
  const notice = aNotice({
    title: "Störung: jobs — „warten“",
    headline: "Investigating: Störung",
    body: `${"Wörter, die länger werden als eine Zeile. ".repeat(20)}\n\n.a line that begins with a dot\n\n日本語 = 50%`,
    components: [{ name: "Jobs", status: "major_outage" }],
    expected: "14:30 UTC",
    nextUpdate: "14:20 UTC",
  });
  await Promise.all(["ada", "bob"].map((one) => channel.deliver(to(one, notice))));
  const [ada] = received(smtp, "ada@example.com");
  const [bob] = received(smtp, "bob@example.com");
  const linkOf = (text: string | undefined) => /Manage or unsubscribe: (\S+)\n/.exec(text ?? "")?.[1] ?? "";
  const [own, other] = [linkOf(ada?.text), linkOf(bob?.text)];
  expect(own).toMatch(/^https:\/\/status\.example\.com\/subscriptions\/ada\.[\w-]+$/);
  expect(other).toContain("/subscriptions/bob.");
  expect(ada?.text?.replaceAll(own, other)).toBe(bob?.text);
  expect(String(ada?.html).replaceAll(own, other)).toBe(bob?.html);
  expect(String(ada?.html)).toContain(`href="${own}"`);
  expect(String(ada?.html).split(own)).toHaveLength(2);
  expect(ada?.subject).toBe("[Status] Störung: jobs — „warten“");
  expect(ada?.text).toContain("\n.a line that begins with a dot\n");
  expect(ada?.text).toContain("日本語 = 50%");
  expect(ada?.text).toContain("Expected to be resolved by 14:30 UTC\nNext update by 14:20 UTC");
  expect(ada?.date?.getTime()).toBe(notice.postedAt);
  expect(ada?.messageId).not.toBe(bob?.messageId);
  const lines = smtp.received[0]?.head.split("\r\n") ?? [];
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
});

it("the updates of an incident hang together under one subject, and those of another subscriber do not", async () => {
  await using smtp = await startSmtpSink();
  const channel = mail({ SMTP_URL: smtp.url });
  await channel.deliver(to("ada", aNotice()));
  await channel.deliver(
    to("ada", aNotice({ updateId: "u2", status: "identified", headline: "Identified: Jobs wait" }), false),
  );
  const [first, second] = received(smtp, "ada@example.com");
  expect(second?.inReplyTo).toBe(first?.messageId);
  expect(second?.references).toBe(first?.messageId);
  expect(second?.subject).toBe(first?.subject);
  expect(first?.inReplyTo).toBeUndefined();
});

it("a recipient's address that is none is refused before it can become a header", async () => {
  await using smtp = await startSmtpSink();
  const hostile = to("ada", aNotice());
  hostile.delivery.target = "a@example.com\r\nBcc: all@example.com";
  await expect(mail({ SMTP_URL: smtp.url }).deliver(hostile)).rejects.toMatchObject({ permanent: true });
  expect(smtp.received).toHaveLength(0);
});

it("a page's name cannot break its list's name", async () => {
  await using smtp = await startSmtpSink();
  await mail({ SMTP_URL: smtp.url }).deliver(to("ada", aNotice({ pageName: 'Ü"\\\r\nX-Evil: 1' })));
  expect(smtp.received[0]?.head).not.toMatch(/^X-Evil/m);
  expect(smtp.received[0]?.head).toContain('List-Id: "X-Evil: 1 incidents" <incidents.status.example.com>');
});

it.each(["refuse", "close"] as const)(
  "another server takes the mail while the first one does this: %s",
  async (mode) => {
    await using first = await startSmtpSink();
    await using second = await startSmtpSink();
    first.mode = mode;
    const channel = mail({ SMTP_URL: first.url, SMTP_URL_FALLBACK: second.url });
    await channel.deliver(to("ada", aNotice()));
    const tried = first.connections;
    await channel.deliver(to("bob", aNotice()));
    expect(second.received.map((one) => one.recipients[0])).toEqual(["ada@example.com", "bob@example.com"]);
    // Passed over for a while: no mail waits for its time-outs again.
    expect(first.connections).toBe(tried);
  },
);

it("what concerns the recipient is not asked of another server", async () => {
  await using first = await startSmtpSink();
  await using second = await startSmtpSink();
  first.mode = "reject";
  const channel = mail({ SMTP_URL: first.url, SMTP_URL_FALLBACK: second.url });
  const refusal = (await channel.deliver(to("ada", aNotice())).catch((thrown: unknown) => thrown)) as DeliveryError;
  expect(refusal).toMatchObject({ permanent: true, targetGone: true });
  expect(second.connections).toBe(0);
});

it("signs mail when it is given a key, the one click included", async () => {
  await using smtp = await startSmtpSink();
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const channel = mail({
    SMTP_URL: smtp.url,
    DKIM_DOMAIN: "example.com",
    DKIM_SELECTOR: "s1",
    DKIM_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  });
  await channel.deliver(to("ada", aNotice()));
  const head = smtp.received[0]?.head ?? "";
  const fields = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const dkim = fields.find((line) => line.startsWith("DKIM-Signature:")) ?? "";
  const tag = (name: string) => new RegExp(`[ ;]${name}=([^;]+)`).exec(dkim)?.[1]?.replace(/\s/g, "") ?? "";
  expect([tag("d"), tag("s")]).toEqual(["example.com", "s1"]);
  const signed = tag("h").toLowerCase().split(":");
  expect(signed).toEqual(
    expect.arrayContaining([
      "from",
      "to",
      "subject",
      "date",
      "message-id",
      "list-unsubscribe",
      "list-unsubscribe-post",
      "list-id",
    ]),
  );
  // RFC 6376 §3.4.2, relaxed: names in small letters, white space folded.
  const relaxed = (line: string) => {
    const colon = line.indexOf(":");
    return `${line.slice(0, colon).toLowerCase()}:${line
      .slice(colon + 1)
      .replace(/\s+/g, " ")
      .trim()}`;
  };
  const canonical = signed.map((name) =>
    relaxed(fields.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? ""),
  );
  const own = relaxed(dkim).replace(/ b=.*$/, " b=");
  const isRight = verify(
    "sha256",
    Buffer.from([...canonical, own].join("\r\n")),
    publicKey,
    Buffer.from(tag("b"), "base64"),
  );
  expect(isRight).toBe(true);
  expect(Buffer.from(tag("bh"), "base64")).toHaveLength(32);
});
