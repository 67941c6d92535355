import { createECDH } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { aComponent, someSubscribers } from "#e2e/audience.ts";
import { onEachStore, type TestStore } from "#e2e/stores.ts";
import { readConfig } from "#lib/config/environment.ts";
import { createLog } from "#lib/log.ts";
import type { Runtime } from "#lib/runtime.ts";
import type { ConfirmPayload } from "#lib/services/confirmation.ts";
import { manageToken } from "#lib/services/manage-token.ts";
import { pushKeys } from "#lib/services/push-keys.ts";
import type { Database } from "#lib/store/database.ts";
import { findByTarget, findSubscriber } from "#lib/store/subscribers.ts";
import { POST as postForm, GET as showForm } from "./subscribe/route.ts";
import { POST as act, GET as show } from "./subscriptions/[token]/route.ts";

const SECRET = "s".repeat(32);
const SITE = "https://status.example.com";
const SLOT = Symbol.for("pulsepage.runtime");

/** Makes the handlers work with this store, as the web process's runtime does. */
function serve(store: TestStore): void {
  const config = readConfig({ PUBLIC_URL: SITE, SESSION_SECRET: SECRET, SMTP_URL: "smtp://127.0.0.1:1" });
  const runtime: Runtime = { config, db: store.db, log: createLog("silent", "test") };
  Object.assign(globalThis, { [SLOT]: runtime });
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, SLOT);
});

type Fields = [string, string][];

function form(path: string, fields: Fields, headers: Record<string, string> = {}): Request {
  return new Request(`${SITE}${path}`, { method: "POST", body: new URLSearchParams(fields), headers });
}

const ask = (target: string, ...more: Fields): Promise<Response> =>
  postForm(form("/subscribe", [["channel", "email"], ["target", target], ...more]));
const params = (token: string) => ({ params: Promise.resolve({ token }) });
const visit = (token: string): Promise<Response> => show(new Request(`${SITE}/subscriptions/${token}`), params(token));
const press = (token: string, ...fields: Fields): Promise<Response> =>
  act(form(`/subscriptions/${token}`, fields), params(token));

async function mailed(db: Database): Promise<ConfirmPayload> {
  const row = await db
    .selectFrom("outbox")
    .select("payload")
    .where("kind", "=", "confirm")
    .where("state", "=", "queued")
    .executeTakeFirstOrThrow();
  return JSON.parse(row.payload as string);
}

const stateOf = async (db: Database, target: string) => (await findByTarget(db, "email", target))?.state;

onEachStore("the subscribe pages", (open) => {
  it("show a form of the page's components that works without a script", async () => {
    await using store = await open();
    serve(store);
    await aComponent(store.db, "api", 0);
    await aComponent(store.db, "web", 0);
    const answer = await showForm(new Request(`${SITE}/subscribe`));
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(text).toContain('<form class="card" method="post" action="/subscribe">');
    expect(text).toContain('value="api"');
    expect(text).not.toMatch(/<script(?! src="\/push\.js" defer data-keep><\/script>)/);
  });

  it("lead from the address by the mailed link to a subscription, and out of it again", async () => {
    await using store = await open();
    serve(store);
    const api = await aComponent(store.db, "api", 0);
    await aComponent(store.db, "web", 0);
    expect((await ask("a@example.com", ["components", "api"])).status).toBe(202);
    const { token } = await mailed(store.db);
    expect(await (await visit(token)).text()).toContain("Confirm your subscription");
    expect(await stateOf(store.db, "a@example.com")).toBe("pending");
    const confirmed = await press(token, ["action", "confirm"]);
    expect(confirmed.status).toBe(303);
    expect(await stateOf(store.db, "a@example.com")).toBe("active");
    const manage = confirmed.headers.get("location")?.split("/").at(-1) as string;
    const page = await (await visit(manage)).text();
    expect(page).toContain("updates about api to <bdi>a…@example.com</bdi>");
    expect((await press(manage, ["action", "end"])).status).toBe(303);
    expect(await (await visit(manage)).text()).toContain("You are unsubscribed");
    expect(await store.db.selectFrom("subscriber_component").selectAll().execute()).toMatchObject([
      { component_id: api },
    ]);
  });

  it("take the mailed code instead of the link", async () => {
    await using store = await open();
    serve(store);
    const asked = await (await ask("a@example.com")).text();
    expect(asked).toContain('name="code"');
    const { code } = await mailed(store.db);
    const wrong = await ask("a@example.com", ["code", code === "000000" ? "000001" : "000000"]);
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain("This code is not right");
    const right = await ask("a@example.com", ["code", code]);
    expect(right.status).toBe(303);
    expect(await stateOf(store.db, "a@example.com")).toBe("active");
  });

  it("say the same of a known address, an unknown one, one that was mailed too often and a trapped program", async () => {
    await using store = await open();
    serve(store);
    await someSubscribers(store.db, ["known@example.com"], Date.now());
    const said = async (answer: Promise<Response>, target: string) => {
      const { status, headers } = await answer;
      return { status, type: headers.get("content-type"), text: (await (await answer).text()).replaceAll(target, "x") };
    };
    const unknown = await said(ask("new@example.com"), "new@example.com");
    expect(await said(ask("known@example.com"), "known@example.com")).toEqual(unknown);
    for (let i = 0; i < 4; i += 1) expect(await said(ask("new@example.com"), "new@example.com")).toEqual(unknown);
    expect(await said(ask("bot@example.com", ["website", "https://spam.example"]), "bot@example.com")).toEqual(unknown);
    expect(await stateOf(store.db, "bot@example.com")).toBeUndefined();
  });

  it("show a wrong address again with what to do about it, and nothing typed is ever markup", async () => {
    await using store = await open();
    serve(store);
    const answer = await ask('"><script>alert(1)</script>@x');
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain("It should look like name@example.com");
    expect(text).not.toMatch(/<script(?! src="\/push\.js" defer data-keep><\/script>)/);
    expect((await postForm(new Request(`${SITE}/subscribe`, { method: "POST", body: "{}" }))).status).toBe(400);
  });

  it("end a subscription by a mail program's one click: no cookie, no origin, no redirect, and twice as well", async () => {
    await using store = await open();
    serve(store);
    const [id] = (await someSubscribers(store.db, ["a@example.com"], Date.now())) as [string];
    const token = manageToken(SECRET, id);
    for (let i = 0; i < 2; i += 1) {
      expect((await press(token, ["List-Unsubscribe", "One-Click"])).status).toBe(200);
      expect(await stateOf(store.db, "a@example.com")).toBe("ended");
    }
    await store.db.deleteFrom("subscriber").execute();
    expect((await press(token, ["List-Unsubscribe", "One-Click"])).status).toBe(200);
  });

  it("change nothing when a link is opened, however often", async () => {
    await using store = await open();
    serve(store);
    const [id] = (await someSubscribers(store.db, ["known@example.com"], Date.now())) as [string];
    await ask("new@example.com");
    const all = () => store.db.selectFrom("subscriber").selectAll().orderBy("id").execute();
    const before = await all();
    for (const token of [manageToken(SECRET, id), (await mailed(store.db)).token]) {
      for (let i = 0; i < 2; i += 1) expect((await visit(token)).status).toBe(200);
    }
    expect(await all()).toEqual(before);
  });

  it("know no token that we have not made", async () => {
    await using store = await open();
    serve(store);
    const [id] = (await someSubscribers(store.db, ["a@example.com"], Date.now())) as [string];
    const forged = manageToken("t".repeat(32), id);
    expect((await visit(forged)).status).toBe(404);
    expect((await press(forged, ["List-Unsubscribe", "One-Click"])).status).toBe(404);
    expect((await press(forged, ["action", "confirm"])).status).toBe(400);
    expect((await press(manageToken(SECRET, id), ["action", "erase"])).status).toBe(400);
    expect(await stateOf(store.db, "a@example.com")).toBe("active");
  });

  it("let one client ask for many addresses only so often, and say when to come back", async () => {
    await using store = await open();
    serve(store);
    const from = (ip: string, i: number): Promise<Response> =>
      postForm(form("/subscribe", [["target", `n${i}@example.com`]], { "x-forwarded-for": `6.6.6.${i}, ${ip}` }));
    const answers = await Promise.all(Array.from({ length: 21 }, (_, i) => from("203.0.113.7", i)));
    const refused = answers.filter((one) => one.status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await from("203.0.113.8", 1)).status).toBe(202);
  });

  it("are kept by nobody, load nothing, and give their address to nobody", async () => {
    await using store = await open();
    serve(store);
    const [id] = (await someSubscribers(store.db, ["a@example.com"], Date.now())) as [string];
    const { headers } = await visit(manageToken(SECRET, id));
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'; style-src 'sha256-");
  });

  it("say in plain words that the store cannot be written just now", async () => {
    await using store = await open();
    serve(store);
    await store.db.schema.dropTable("rate_limit").execute();
    const answer = await ask("a@example.com");
    expect(answer.status).toBe(503);
    expect(await answer.text()).toBe("This does not work just now. Please try again in a minute.\n");
  });
});

onEachStore("the manage page", (open) => {
  const one = async (store: TestStore): Promise<{ id: string; token: string }> => {
    serve(store);
    await aComponent(store.db, "api", 0);
    await aComponent(store.db, "web", 0);
    const [id] = (await someSubscribers(store.db, ["a@example.com"], Date.now())) as [string];
    return { id, token: manageToken(SECRET, id) };
  };
  const CHOSEN: Fields = [
    ["action", "change"],
    ["scope", "chosen"],
    ["components", "api"],
    ["events", "incident"],
    ["min_impact", "major"],
    ["digest", "daily"],
    ["quiet_from", "22:00"],
    ["quiet_until", "07:30"],
    ["time_zone", "Europe/Berlin"],
    ["language", "de"],
  ];

  it("shows what was chosen and keeps what is changed, without a script", async () => {
    await using store = await open();
    const { id, token } = await one(store);
    expect((await press(token, ...CHOSEN)).status).toBe(303);
    expect(await findSubscriber(store.db, id)).toMatchObject({
      scope: "chosen",
      events: ",incident,",
      min_impact: "major",
      digest: "daily",
      quiet_from: 1_320,
      quiet_until: 450,
      time_zone: "Europe/Berlin",
      language: "de",
    });
    const page = await (await visit(token)).text();
    for (const drawn of [
      'value="api" checked',
      'value="chosen" checked',
      'name="quiet_until" value="07:30"',
      'value="de" selected',
    ]) {
      expect(page).toContain(drawn);
    }
    expect(page).not.toContain('value="web" checked');
    expect(page).not.toContain("<script");
  });

  it("says what is wrong, and keeps what was", async () => {
    await using store = await open();
    const { id, token } = await one(store);
    const wrong = CHOSEN.map(([name, value]): [string, string] => [name, name === "time_zone" ? "Nowhere" : value]);
    const answer = await press(token, ...wrong);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("It should look like Europe/Berlin");
    expect(await findSubscriber(store.db, id)).toMatchObject({ scope: "everything", digest: "off" });
  });

  it("pauses and goes on", async () => {
    await using store = await open();
    const { id, token } = await one(store);
    await press(token, ["action", "pause-week"]);
    expect((await findSubscriber(store.db, id))?.paused_until).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    expect(await (await visit(token)).text()).toContain("we send nothing before");
    await press(token, ["action", "resume"]);
    expect(await findSubscriber(store.db, id)).toMatchObject({ paused_until: null });
  });

  it("hands over everything that is kept, and forgets it when asked twice", async () => {
    await using store = await open();
    const { id, token } = await one(store);
    const file = await press(token, ["action", "export"]);
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(await file.json()).toMatchObject({ target: "a@example.com", follows: { everything: true }, digest: "off" });
    expect((await press(token, ["action", "erase"])).status).toBe(400);
    expect(await (await press(token, ["action", "erase"], ["sure", "yes"])).text()).toContain("You are forgotten");
    expect(await findSubscriber(store.db, id)).toBeUndefined();
    expect(await (await visit(token)).text()).toContain("You are unsubscribed");
  });

  it("offers no waiting to a program", async () => {
    await using store = await open();
    serve(store);
    const [id] = (await someSubscribers(store.db, ["https://x.example/h"], 0, { channel: "webhook" })) as [string];
    const page = await (await visit(manageToken(SECRET, id))).text();
    expect(page).toContain('name="min_impact"');
    expect(page).not.toContain("quiet_from");
  });
});

onEachStore("ways besides mail", (open) => {
  const TARGET = "https://receiver.example.com/hook";
  const wish = (channel: string, target: string): Promise<Response> =>
    postForm(
      form("/subscribe", [
        ["channel", channel],
        ["target", target],
      ]),
    );

  it("are confirmed by a message that is sent there, and a webhook's owner is shown its secret once", async () => {
    await using store = await open();
    serve(store);
    expect((await wish("webhook", TARGET)).status).toBe(202);
    const { token } = await mailed(store.db);
    await press(token, ["action", "confirm"]);
    const subscriber = await findByTarget(store.db, "webhook", TARGET);
    expect(subscriber?.state).toBe("active");
    const manage = manageToken(SECRET, subscriber?.id as string);
    expect(await (await visit(manage)).text()).not.toMatch(/whsec_|hook</);
    const secretOf = async () => /whsec_[\w+/=]+/.exec(await (await press(manage, ["action", "secret"])).text())?.[0];
    const first = await secretOf();
    expect(first).toBeDefined();
    expect(await secretOf()).not.toBe(first);
  });

  it("are confirmed by the code as well", async () => {
    await using store = await open();
    serve(store);
    await wish("ntfy", "https://ntfy.sh/our-status");
    const { code } = await mailed(store.db);
    const fields: Fields = [
      ["channel", "ntfy"],
      ["target", "https://ntfy.sh/our-status"],
      ["code", code],
    ];
    expect((await postForm(form("/subscribe", fields))).status).toBe(303);
    expect((await findByTarget(store.db, "ntfy", "https://ntfy.sh/our-status"))?.state).toBe("active");
  });

  it("are a browser's at once: it was asked by itself", async () => {
    await using store = await open();
    serve(store);
    const endpoint = "https://push.example.com/abc";
    const keys = { p256dh: createECDH("prime256v1").generateKeys("base64url"), auth: "AAAAAAAAAAAAAAAAAAAAAA" };
    const answer = await wish("webpush", JSON.stringify({ endpoint, keys }));
    expect(answer.headers.get("location")).toMatch(/^\/subscriptions\//);
    expect((await findByTarget(store.db, "webpush", endpoint))?.state).toBe("active");
    const page = await (await showForm(new Request(`${SITE}/subscribe`))).text();
    expect(page).toContain(`data-key="${pushKeys(SECRET).publicKey}"`);
  });

  it.each([
    ["telegram", "-1001234567"],
    ["pagerduty", "0123456789abcdef0123456789abcdef"],
    ["slack", "C0123ABCD"],
    ["sms", "+4915123456789"],
    ["webhook", "http://127.0.0.1:6379/"],
    ["webhook", "https://metadata.internal/x"],
  ])("are not for everybody: %s %s", async (channel, target) => {
    await using store = await open();
    serve(store);
    expect((await wish(channel, target)).status).toBe(400);
    expect(await store.db.selectFrom("subscriber").selectAll().execute()).toEqual([]);
  });
});
