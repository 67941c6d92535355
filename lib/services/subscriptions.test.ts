import { describe, expect, it } from "vitest";
import { aComponent, anIncident, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { onEachStore } from "#e2e/stores.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { DAY, HOUR, SECOND } from "#lib/domain/instant.ts";
import { addSubscriber } from "#lib/services/add-subscriber.ts";
import { confirmSubscription } from "#lib/services/confirm-subscription.ts";
import type { ConfirmPayload } from "#lib/services/confirmation.ts";
import { endSubscription } from "#lib/services/end-subscription.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { manageToken, subscriberOf } from "#lib/services/manage-token.ts";
import { subscribe } from "#lib/services/subscribe.ts";
import { targetOf } from "#lib/services/subscriber-target.ts";
import { syncSlackSubscriber } from "#lib/services/sync-slack-subscriber.ts";
import type { Database } from "#lib/store/database.ts";
import { findByTarget, findSubscriber, forgetUnconfirmed, listSubscribers } from "#lib/store/subscribers.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const ADDRESS = "ada@example.com";

const wish = (target = ADDRESS, components: string[] = []) => ({ channel: "email", target, components });
const confirmations = (db: Database) => db.selectFrom("outbox").selectAll().where("kind", "=", "confirm").execute();

/** What the newest mail to the address carries. */
async function mailed(db: Database, target = ADDRESS): Promise<ConfirmPayload> {
  const rows = (await confirmations(db)).filter((row) => row.state === "queued" && row.target === target);
  expect(rows).toHaveLength(1);
  return JSON.parse(rows[0]?.payload as string);
}

const stateOf = async (db: Database, target = ADDRESS) => (await findByTarget(db, "email", target))?.state;

onEachStore("subscriptions", (open) => {
  it("begin when the mailed link is used, which works once", async () => {
    await using store = await open();
    const api = await aComponent(store.db, "api", NOW);
    await subscribe(store.db, wish(ADDRESS, ["api"]), NOW);
    expect(await stateOf(store.db)).toBe("pending");
    const { token } = await mailed(store.db);
    const { subscriberId } = await confirmSubscription(store.db, { token }, NOW + SECOND);
    expect(await findSubscriber(store.db, subscriberId)).toMatchObject({ state: "active", componentIds: [api] });
    await expect(confirmSubscription(store.db, { token }, NOW + SECOND)).rejects.toMatchObject({ code: "invalid" });
  });

  it("begin when the mailed code is entered, however it is spaced", async () => {
    await using store = await open();
    await subscribe(store.db, wish(), NOW);
    const { code } = await mailed(store.db);
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    await confirmSubscription(store.db, { target: "Ada@Example.com ", code: typed }, NOW);
    expect(await stateOf(store.db)).toBe("active");
  });

  it("cannot be begun by guessing: after five wrong codes the right one is refused, in the same words", async () => {
    await using store = await open();
    await subscribe(store.db, wish(), NOW);
    const { code } = await mailed(store.db);
    const wrong = code === "000000" ? "000001" : "000000";
    const tries = [...Array(5).fill(wrong), code].map((one) => ({ target: ADDRESS, code: one }));
    const said = [];
    for (const by of [...tries, { target: "nobody@example.com", code }]) {
      said.push(await confirmSubscription(store.db, by, NOW).catch((error: Error) => error.message));
    }
    expect(new Set(said).size).toBe(1);
    expect(await stateOf(store.db)).toBe("pending");
  });

  it("are not begun by what was mailed more than a day ago", async () => {
    await using store = await open();
    await subscribe(store.db, wish(), NOW);
    const { token, code } = await mailed(store.db);
    for (const by of [{ token }, { target: ADDRESS, code }]) {
      await expect(confirmSubscription(store.db, by, NOW + DAY)).rejects.toMatchObject({ code: "invalid" });
    }
    await forgetUnconfirmed(store.db, NOW + DAY + 1);
    expect(await stateOf(store.db)).toBeUndefined();
  });

  it("are mailed about at most three times a day per address, and only the newest mail works", async () => {
    await using store = await open();
    const first = await subscribe(store.db, wish(), NOW).then(() => mailed(store.db));
    for (let i = 1; i < 5; i += 1) await subscribe(store.db, wish(), NOW + i * SECOND);
    expect(await confirmations(store.db)).toHaveLength(3);
    await expect(confirmSubscription(store.db, first, NOW)).rejects.toMatchObject({ code: "invalid" });
    await subscribe(store.db, wish(), NOW + DAY);
    expect((await confirmations(store.db)).filter((row) => row.created_at === NOW + DAY)).toHaveLength(1);
    await confirmSubscription(store.db, await mailed(store.db), NOW + DAY);
  });

  it("take many wishes for one address at the same moment", async () => {
    await using store = await open();
    await Promise.all(Array.from({ length: 6 }, () => subscribe(store.db, wish(), NOW)));
    expect((await confirmations(store.db)).length).toBeLessThanOrEqual(3);
    await confirmSubscription(store.db, await mailed(store.db), NOW);
    expect(await stateOf(store.db)).toBe("active");
  });

  it("cannot be found out or changed by asking for somebody else's address", async () => {
    await using store = await open();
    await aComponent(store.db, "api", NOW);
    const [known] = await someSubscribers(store.db, [ADDRESS], NOW);
    expect(await subscribe(store.db, wish(ADDRESS, ["api"]), NOW)).toEqual(
      await subscribe(store.db, wish("new@example.com", ["api"]), NOW),
    );
    expect((await confirmations(store.db)).map((row) => row.target).toSorted()).toEqual([ADDRESS, "new@example.com"]);
    expect(await findSubscriber(store.db, known as string)).toMatchObject({ state: "active", componentIds: [] });
    expect(await mailed(store.db)).toMatchObject({ isKnown: true });
  });

  it("end at once, take back what is queued, and can be ended again without harm", async () => {
    await using store = await open();
    const [id] = (await someSubscribers(store.db, [ADDRESS], NOW)) as [string];
    await anIncident(store.db, [], NOW);
    await expandFanout(store.db, NOW);
    await endSubscription(store.db, null, id, NOW + SECOND);
    await endSubscription(store.db, null, id, NOW + HOUR);
    expect(await findSubscriber(store.db, id)).toMatchObject({ state: "ended", ended_at: NOW + SECOND });
    expect(await store.db.selectFrom("outbox").select("state").execute()).toEqual([{ state: "suppressed" }]);
    await subscribe(store.db, wish(), NOW + HOUR);
    await confirmSubscription(store.db, await mailed(store.db), NOW + HOUR);
    expect(await findSubscriber(store.db, id)).toMatchObject({ state: "active", ended_at: null });
  });

  it("are added by a maintainer, confirmed or to be confirmed, and never against the will of who has left", async () => {
    await using store = await open();
    const { db } = store;
    const api = await aComponent(db, "api", NOW);
    const add = (target: string, confirmed: boolean, components: string[] = []) =>
      addSubscriber(db, PUBLISHER, { channel: "email", target, components, confirmed }, NOW);
    const { subscriberId, state } = await add("a@example.com", true, ["api"]);
    expect(state).toBe("active");
    expect(await findSubscriber(db, subscriberId)).toMatchObject({ componentIds: [api], source: "operator" });
    expect(await add("b@example.com", false)).toMatchObject({ state: "pending" });
    expect(await confirmations(db)).toMatchObject([{ target: "b@example.com" }]);
    await endSubscription(db, PUBLISHER, subscriberId, NOW);
    await expect(add("a@example.com", true)).rejects.toMatchObject({ code: "conflict" });
    expect(await add("a@example.com", false)).toMatchObject({ subscriberId, state: "pending" });
    const publisher: Actor = { ...PUBLISHER, role: "publisher" };
    const input = { channel: "email", target: "c@example.com", components: [], confirmed: true } as const;
    await expect(addSubscriber(db, publisher, input, NOW)).rejects.toMatchObject({ code: "forbidden" });
    expect((await listSubscribers(db, {}, 10)).map((one) => one.target).toSorted()).toEqual([
      "a@example.com",
      "b@example.com",
    ]);
    expect(await listSubscribers(db, { state: "active" }, 10)).toEqual([]);
  });

  it("refuse a component that does not exist and a channel that needs an operator", async () => {
    await using store = await open();
    await expect(subscribe(store.db, wish(ADDRESS, ["nope"]), NOW)).rejects.toMatchObject({
      fields: [{ path: "components" }],
    });
    const slack = { channel: "slack", target: "https://hooks.slack.com/services/T/B/x", components: [] };
    await expect(subscribe(store.db, slack, NOW)).rejects.toMatchObject({ fields: [{ path: "channel" }] });
    expect(await listSubscribers(store.db, {}, 10)).toEqual([]);
  });

  it("include the channel of SLACK_WEBHOOK_URL while it is set, without keeping its address", async () => {
    await using store = await open();
    const config = { slackWebhookUrl: "https://hooks.slack.com/services/T/B/secret" };
    for (let i = 0; i < 2; i += 1) await syncSlackSubscriber(store.db, config, NOW);
    const active = await listSubscribers(store.db, { state: "active" }, 10);
    expect(active).toMatchObject([{ channel: "slack", source: "config" }]);
    expect(JSON.stringify(active)).not.toContain("secret");
    const [row] = active;
    await expect(endSubscription(store.db, PUBLISHER, row?.id as string, NOW)).rejects.toMatchObject({
      code: "conflict",
    });
    await syncSlackSubscriber(store.db, { slackWebhookUrl: null }, NOW);
    expect(await listSubscribers(store.db, { state: "active" }, 10)).toEqual([]);
    await syncSlackSubscriber(store.db, config, NOW);
    expect(await listSubscribers(store.db, { state: "active" }, 10)).toHaveLength(1);
  });
});

describe("the token of a subscription", () => {
  const SECRET = "s".repeat(32);

  it("names its subscriber, and no changed or foreign one does", () => {
    const token = manageToken(SECRET, "abc123abc123");
    expect(subscriberOf(SECRET, token)).toBe("abc123abc123");
    for (const forged of [`x${token}`, `${token}x`, token.replace("abc", "abd"), "", ".", "abc123abc123.", "abc"]) {
      expect(subscriberOf(SECRET, forged)).toBeNull();
    }
    expect(subscriberOf("t".repeat(32), token)).toBeNull();
  });

  it("is not made without a secret", () => {
    expect(() => manageToken("", "abc123abc123")).toThrow("SESSION_SECRET");
  });
});

describe("a target", () => {
  it("is one plain address, its domain in small letters and punycode", () => {
    expect(targetOf("email", " Ada.L+x@Exämple.COM ", [])).toEqual({
      target: "Ada.L+x@xn--exmple-cua.com",
      key: "ada.l+x@xn--exmple-cua.com",
    });
  });

  it.each([
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@localhost",
    "ada@127.0.0.1",
    "ada@[127.0.0.1]",
    "ada@0x7f.1",
    "a@good.example,b@evil.example",
    "a@good.example, b@evil.example",
    "list:a@good.example;",
    "ada(x)@example.com",
    '"a@good.example"@evil.example',
    "Ada <ada@example.com>",
    "=?utf-8?q?a?=@example.com",
    "ada@example.com\r\nBcc: b@evil.example",
    "ada@exa mple.com",
    "ada@example.com:25",
    "ada@example.com/x",
    ".ada@example.com",
    "a..b@example.com",
    "ädä@example.com",
    `${"a".repeat(65)}@example.com`,
    `a@${"b.".repeat(130)}example.com`,
  ])("is never %j", (text) => {
    expect(() => targetOf("email", text, [])).toThrow("email address");
  });

  it("for Slack is an address of Slack, or of a host that was allowed by name", () => {
    const slack = "https://hooks.slack.com/services/T000/B000/xxxx";
    expect(targetOf("slack", slack, []).target).toBe(slack);
    expect(targetOf("slack", "http://127.0.0.1:8065/hooks/x", ["127.0.0.1:8065"]).target).toContain(":8065");
    for (const other of [
      "http://hooks.slack.com/services/T/B/x",
      "https://hooks.slack.com.evil.example/services/T/B/x",
      "https://hooks.slack.com@evil.example/services/T/B/x",
      "https://hooks.slack.com/api/x",
      "http://127.0.0.1:8065/hooks/x",
      "env:SLACK_WEBHOOK_URL",
      "javascript:alert(1)",
    ]) {
      expect(() => targetOf("slack", other, [])).toThrow("Slack webhook");
    }
  });
});
