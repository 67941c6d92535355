import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { type Actor, SYSTEM } from "#lib/domain/actor.ts";
import { DAY, HOUR, MINUTE } from "#lib/domain/instant.ts";
import { createLog } from "#lib/log.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { revokeToken } from "#lib/store/tokens.ts";
import { type Access, authOf, migrateAuth } from "./auth.ts";
import { countOperators, createOperator, findOperator } from "./operators.ts";
import { currentActor, listSessions, revokeAllSessions, revokeSession, signOut } from "./sessions.ts";
import { isSetupLinkOpen, makeSetupLink, redeemSetupLink } from "./setup-link.ts";
import { type SessionCookie, signIn } from "./sign-in.ts";
import { actorForToken, createToken } from "./tokens.ts";

const inNode = promisify(execFile);
const ANNA = { name: "Anna", email: "Anna@Example.org", password: "correct horse" };
const HOME = { address: "192.0.2.7", userAgent: "Firefox" };

async function accessTo({ db }: Pick<Access, "db">): Promise<Access> {
  await migrateAuth(db);
  const config = { publicUrl: "https://status.example.org", sessionSecret: randomBytes(32).toString("base64url") };
  return { db, config, log: createLog("error", "test") };
}

const signInAs = (access: Access, password = ANNA.password, from = HOME, now = Date.now()) =>
  signIn(access, { email: ANNA.email, password }, from, now);
const carrying = (cookie: SessionCookie) =>
  new Headers({ cookie: `${cookie.name}=${encodeURIComponent(cookie.value)}` });

onEachStore("the set-up link", (open) => {
  it("makes one admin, once, however many use it at the same time", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    const token = await makeSetupLink(access.db, now);
    expect(await isSetupLinkOpen(access.db, token, now)).toBe(true);
    const tries = await Promise.allSettled(
      ["a", "b", "c"].map((who) => redeemSetupLink(access, token, { ...ANNA, email: `${who}@example.org` }, now)),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await countOperators(access.db)).toBe(1);
    expect(await isSetupLinkOpen(access.db, token, now)).toBe(false);
    await expect(redeemSetupLink(access, token, ANNA, now)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("refuses a wrong, a former and an old token, and is not used up by a form that is filled in wrongly", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    const former = await makeSetupLink(access.db, now);
    const token = await makeSetupLink(access.db, now);
    for (const [wrong, at] of [
      [former, now],
      ["", now],
      [token, now + DAY],
    ] as const)
      await expect(redeemSetupLink(access, wrong, ANNA, at)).rejects.toMatchObject({ code: "forbidden" });
    await expect(redeemSetupLink(access, token, { ...ANNA, password: "short" }, now)).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "password" }],
    });
    expect(await redeemSetupLink(access, token, ANNA, now)).toMatchObject({ email: "anna@example.org", role: "admin" });
  });

  it("is closed once an operator exists, whoever made them", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    const token = await makeSetupLink(access.db, now);
    await createOperator(access, { ...ANNA, role: "viewer" }, now);
    await expect(redeemSetupLink(access, token, ANNA, now)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is kept as a hash", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const token = await makeSetupLink(access.db, Date.now());
    expect(JSON.stringify(await access.db.selectFrom("one_time_link").selectAll().execute())).not.toContain(token);
  });
});

onEachStore("operators and sessions", (open) => {
  it("signs in with a cookie that keeps to its host, and knows who asks", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const { id } = await createOperator(access, { ...ANNA, role: "publisher" }, Date.now());
    const cookie = await signInAs(access);
    expect(cookie).toMatchObject({
      name: "__Host-pulsepage",
      httpOnly: true,
      sameSite: "lax",
      secure: true,
      path: "/",
    });
    expect(await currentActor(access, carrying(cookie), Date.now())).toEqual({
      kind: "operator",
      id,
      name: "Anna",
      role: "publisher",
    });
    expect(await currentActor(access, new Headers(), Date.now())).toBeNull();
    const forged = { ...cookie, value: cookie.value.replace(/^./, (first) => (first === "x" ? "y" : "x")) };
    expect(await currentActor(access, carrying(forged), Date.now())).toBeNull();
  });

  it("takes each address once and refuses what cannot be an operator, naming the fields", async () => {
    await using store = await open();
    const access = await accessTo(store);
    await createOperator(access, { ...ANNA, role: "admin" }, Date.now());
    await expect(createOperator(access, { ...ANNA, role: "admin" }, Date.now())).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(
      createOperator(access, { name: " ", email: "nobody", password: "aaaaaaaaaa", role: "admin" }, Date.now()),
    ).rejects.toMatchObject({ code: "invalid", fields: [{ path: "name" }, { path: "email" }, { path: "password" }] });
    expect(await findOperator(access, "ANNA@example.org")).toMatchObject({ name: "Anna", role: "admin" });
    expect(await findOperator(access, "bob@example.org")).toBeUndefined();
  });

  it("answers a wrong password and an unknown address alike", async () => {
    await using store = await open();
    const access = await accessTo(store);
    await createOperator(access, { ...ANNA, role: "admin" }, Date.now());
    const wrong = await signInAs(access, "wrong horse").catch((error) => error);
    const unknown = await signIn(access, { email: "bob@example.org", password: "x" }, HOME, Date.now()).catch((e) => e);
    const noAddress = await signIn(access, { email: "bob", password: "x" }, HOME, Date.now()).catch((e) => e);
    const endless = await signInAs(access, "x".repeat(5_000)).catch((error) => error);
    expect(wrong).toMatchObject({ code: "unauthorized" });
    for (const other of [unknown, noAddress, endless]) expect(other).toEqual(wrong);
  });

  it("makes guessers wait within ten tries, even with the right password, but not people elsewhere", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    await createOperator(access, { ...ANNA, role: "admin" }, now);
    const codes: string[] = [];
    for (let i = 0; i < 10; i++) codes.push((await signInAs(access, "wrong", HOME, now).catch((e) => e)).code);
    expect(codes).toContain("rate_limited");
    await expect(signInAs(access, ANNA.password, HOME, now)).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 100_000,
    });
    await signInAs(access, ANNA.password, { ...HOME, address: "192.0.2.8" }, now);
    await signInAs(access, ANNA.password, HOME, now + 15 * MINUTE);
  });

  it("makes one address wait that tries many accounts", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    const codes = new Set<string>();
    for (let i = 0; i < 30; i++)
      codes.add((await signIn(access, { email: `no${i}`, password: "x" }, HOME, now).catch((e) => e)).code);
    expect(codes).toContain("rate_limited");
  });

  it("lists where an operator is signed in without its secrets, and ends one, all, or the own session", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const { id } = await createOperator(access, { ...ANNA, role: "admin" }, Date.now());
    const bob = await createOperator(access, { ...ANNA, email: "bob@example.org", role: "viewer" }, Date.now());
    const actor = { kind: "operator", id, name: "Anna", role: "admin" } as const;
    const here = await signInAs(access);
    const there = await signInAs(access, ANNA.password, { address: "192.0.2.9", userAgent: "Phone" });
    const asks = (cookie: SessionCookie) => currentActor(access, carrying(cookie), Date.now());
    const listed = await listSessions(access, carrying(here), Date.now());
    expect(listed.map(({ userAgent, address, current }) => ({ userAgent, address, current }))).toEqual(
      expect.arrayContaining([
        { userAgent: "Firefox", address: "192.0.2.7", current: true },
        { userAgent: "Phone", address: "192.0.2.9", current: false },
      ]),
    );
    expect(JSON.stringify(listed)).not.toContain(there.value.split(".")[0]);
    const other = listed.find((one) => !one.current)?.id ?? "";
    await revokeSession(access, { ...actor, id: bob.id, name: "Bob" }, other);
    expect(await asks(there)).not.toBeNull();
    await revokeSession(access, actor, other);
    expect(await asks(there)).toBeNull();
    expect(await asks(here)).not.toBeNull();
    await signOut(access, carrying(here), Date.now());
    expect(await asks(here)).toBeNull();
    const [again, once] = [await signInAs(access), await signInAs(access)];
    await revokeAllSessions(access, actor);
    expect([await asks(again), await asks(once)]).toEqual([null, null]);
  });

  it("gives a viewer's session no right to post", async () => {
    await using store = await open();
    const access = await accessTo(store);
    await createOperator(access, { ...ANNA, role: "viewer" }, Date.now());
    const actor = await currentActor(access, carrying(await signInAs(access)), Date.now());
    const incident = { title: "Slow", body: "Slow.", status: "investigating", components: {}, impact: null } as const;
    await expect(
      openIncident(access.db, actor as Actor, { ...incident, expectedAt: null, notify: true }, Date.now()),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(await access.db.selectFrom("incident").selectAll().execute()).toEqual([]);
  });

  it("ends a session that nobody has used for twelve hours", async () => {
    await using store = await open();
    const access = await accessTo(store);
    await createOperator(access, { ...ANNA, role: "viewer" }, Date.now());
    const cookie = await signInAs(access);
    const [session] = await listSessions(access, carrying(cookie), Date.now());
    const { internalAdapter } = await authOf(access).$context;
    const stored = (await internalAdapter.listSessions((await findOperator(access, ANNA.email))?.id ?? "")).at(0);
    expect((stored?.expiresAt.getTime() ?? 0) - (session?.startedAt ?? 0)).toBeCloseTo(12 * HOUR, -4);
    await internalAdapter.updateSession(stored?.token ?? "", { expiresAt: new Date(Date.now() - MINUTE) });
    expect(await currentActor(access, carrying(cookie), Date.now())).toBeNull();
  });

  it("ends a session after seven days whatever happens", async () => {
    await using store = await open();
    const access = await accessTo(store);
    await createOperator(access, { ...ANNA, role: "admin" }, Date.now());
    const cookie = await signInAs(access);
    expect(await currentActor(access, carrying(cookie), Date.now() + 7 * DAY - HOUR)).not.toBeNull();
    expect(await currentActor(access, carrying(cookie), Date.now() + 7 * DAY + HOUR)).toBeNull();
    expect(await currentActor(access, carrying(cookie), Date.now())).toBeNull();
  });

  it("may be brought up to date by many processes at once", async () => {
    await using store = await open();
    const access = await accessTo(store);
    for (const table of ["auth_session", "auth_account", "auth_verification", "auth_user"])
      await access.db.schema.dropTable(table).execute();
    const migrate = `import { migrateAuth } from "#lib/access/auth.ts";
      import { connectDatabase } from "#lib/store/database.ts";
      const db = connectDatabase(${JSON.stringify(store.url)});
      await migrateAuth(db);
      await db.destroy();`;
    const run = () => inNode(process.execPath, ["--input-type=module", "-e", migrate]);
    await Promise.all([run(), run(), run()]);
    await createOperator(access, { ...ANNA, role: "admin" }, Date.now());
  });
});

onEachStore("API tokens", (open) => {
  it("say who asks, are kept as hashes, and end when revoked", async () => {
    await using store = await open();
    const { db } = store;
    const now = Date.now();
    const text = await createToken(db, SYSTEM, { name: " deploys ", role: "publisher" }, now);
    expect(text).toMatch(/^pp_[\w-]{43}$/);
    const [row] = await db.selectFrom("token").selectAll().execute();
    expect(JSON.stringify(row)).not.toContain(text);
    expect(await actorForToken(db, text, null, now)).toEqual({
      kind: "token",
      id: row?.id,
      name: "deploys",
      role: "publisher",
    });
    expect(await actorForToken(db, `${text}x`, null, now)).toBeNull();
    expect(await revokeToken(db, row?.id ?? "", now)).toBe(true);
    expect(await revokeToken(db, row?.id ?? "", now)).toBe(false);
    expect(await actorForToken(db, text, null, now)).toBeNull();
  });

  it("note their use once a minute", async () => {
    await using store = await open();
    const { db } = store;
    const now = Date.now();
    const text = await createToken(db, SYSTEM, { name: "ci", role: "viewer" }, now);
    const used = async () => (await db.selectFrom("token").select("last_used_at").executeTakeFirst())?.last_used_at;
    for (const [at, noted] of [
      [now, now],
      [now + 59_000, now],
      [now + 61_000, now + 61_000],
    ] as const) {
      await actorForToken(db, text, null, at);
      expect(await used()).toBe(noted);
    }
  });

  it("need a name; the one given by the environment is an admin's", async () => {
    await using store = await open();
    const { db } = store;
    const given = "g".repeat(32);
    await expect(createToken(db, SYSTEM, { name: " ", role: "viewer" }, 0)).rejects.toMatchObject({ code: "invalid" });
    expect(await actorForToken(db, given, given, 0)).toMatchObject({ kind: "token", role: "admin" });
    expect(await actorForToken(db, `${given}g`, given, 0)).toBeNull();
    expect(await actorForToken(db, given, null, 0)).toBeNull();
  });
});
