import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { type Actor, SYSTEM } from "#lib/domain/actor.ts";
import { DAY, MINUTE } from "#lib/domain/instant.ts";
import { createLog } from "#lib/log.ts";
import type { Database } from "#lib/store/database.ts";
import { type Access, migrateAuth } from "./auth.ts";
import { inviteOperator, readInvitation, redeemInvitation, revokeInvitation } from "./invitations.ts";
import { createOperator } from "./operators.ts";
import { makeRescueCode } from "./rescue.ts";
import { currentActor } from "./sessions.ts";
import { type SessionCookie, signIn } from "./sign-in.ts";
import { changeOperator, listTeam } from "./team.ts";
import { actorForToken, createToken, withdrawToken } from "./tokens.ts";

const HOME = { address: "192.0.2.7", userAgent: "Firefox" };
const PUBLISHER: Actor = { kind: "operator", id: "p", name: "Pia", role: "publisher" };
const WORDS = "correct horse battery";

async function accessTo({ db }: { db: Database }): Promise<Access> {
  await migrateAuth(db);
  const config = { publicUrl: "https://status.example.org", sessionSecret: randomBytes(32).toString("base64url") };
  return { db, config, log: createLog("error", "test") };
}

const carrying = (cookie: SessionCookie) =>
  new Headers({ cookie: `${cookie.name}=${encodeURIComponent(cookie.value)}` });
const enter = (access: Access, email: string, password = WORDS) =>
  signIn(access, { email, password }, HOME, Date.now());

onEachStore("the team", (open) => {
  it("grows by an invitation that works once, for a week, and only when an admin made it", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    const wish = { email: "Bea@example.org", role: "publisher" } as const;
    await expect(inviteOperator(access, PUBLISHER, wish, now)).rejects.toMatchObject({ code: "forbidden" });
    const former = await inviteOperator(access, SYSTEM, wish, now);
    const token = await inviteOperator(access, SYSTEM, wish, now);
    expect(await readInvitation(access, former, now)).toBeNull();
    expect(await readInvitation(access, token, now)).toEqual({ email: "bea@example.org" });
    expect(await readInvitation(access, token, now + 7 * DAY)).toBeNull();
    const input = { name: "Bea", password: WORDS };
    await expect(redeemInvitation(access, token, { ...input, password: "x" }, now)).rejects.toMatchObject({
      code: "invalid",
    });
    const tries = await Promise.allSettled([1, 2, 3].map(() => redeemInvitation(access, token, input, now)));
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await currentActor(access, carrying(await enter(access, wish.email)), now)).toMatchObject({
      name: "Bea",
      role: "publisher",
    });
    await expect(inviteOperator(access, SYSTEM, wish, now)).rejects.toMatchObject({ code: "conflict" });
  });

  it("takes an invitation back", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    const token = await inviteOperator(access, SYSTEM, { email: "c@example.org", role: "viewer" }, now);
    const [row] = await access.db.selectFrom("invitation").select("id").execute();
    await revokeInvitation(access, SYSTEM, row?.id ?? "", now);
    expect(await readInvitation(access, token, now)).toBeNull();
  });

  it("signs out at once whoever is kept out, and always keeps an admin", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    const operator = (name: string, role: "admin" | "publisher") =>
      createOperator(access, { name, email: `${name}@example.org`, role, password: WORDS }, now);
    const [ada, bea] = [await operator("ada", "admin"), await operator("bea", "publisher")];
    const headers = carrying(await enter(access, "bea@example.org"));
    await changeOperator(access, SYSTEM, { id: bea.id, isDisabled: true }, now);
    expect(await currentActor(access, headers, now)).toBeNull();
    await expect(enter(access, "bea@example.org")).rejects.toMatchObject({ code: "unauthorized" });
    expect(await listTeam(access)).toMatchObject([{ name: "ada" }, { name: "bea", isDisabled: true }]);
    await expect(changeOperator(access, SYSTEM, { id: ada.id, role: "viewer" }, now)).rejects.toMatchObject({
      code: "conflict",
    });
    await changeOperator(access, SYSTEM, { id: bea.id, isDisabled: false, role: "admin" }, now);
    await changeOperator(access, SYSTEM, { id: ada.id, role: "viewer" }, now);
    expect(await currentActor(access, carrying(await enter(access, "bea@example.org")), now)).toMatchObject({
      role: "admin",
    });
    await expect(changeOperator(access, PUBLISHER, { id: ada.id, role: "admin" }, now)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("lets in by a rescue code, once, within a quarter of an hour", async () => {
    await using store = await open();
    const access = await accessTo(store);
    const now = Date.now();
    await createOperator(access, { name: "ada", email: "ada@example.org", role: "admin", password: WORDS }, now);
    await expect(makeRescueCode(access, "nobody@example.org", now)).rejects.toMatchObject({ code: "not_found" });
    const old = await makeRescueCode(access, "ada@example.org", now - 16 * MINUTE);
    await expect(enter(access, "ada@example.org", old)).rejects.toMatchObject({ code: "unauthorized" });
    const code = await makeRescueCode(access, "ada@example.org", now);
    await expect(enter(access, "ada@example.org", `${code}x`)).rejects.toMatchObject({ code: "unauthorized" });
    const cookie = await enter(access, "ada@example.org", code);
    expect(await currentActor(access, carrying(cookie), Date.now())).toMatchObject({ name: "ada", role: "admin" });
    await expect(enter(access, "ada@example.org", code)).rejects.toMatchObject({ code: "unauthorized" });
  });

  it("withdraws a token, and one with an end works until then", async () => {
    await using store = await open();
    const { db } = store;
    await expect(createToken(db, PUBLISHER, { name: "x", role: "viewer" }, 1)).rejects.toMatchObject({
      code: "forbidden",
    });
    const text = await createToken(db, SYSTEM, { name: "ci", role: "viewer", expiresAt: DAY }, 1);
    expect(await actorForToken(db, text, null, DAY - 1)).toMatchObject({ name: "ci" });
    expect(await actorForToken(db, text, null, DAY)).toBeNull();
    const [row] = await db.selectFrom("token").select("id").execute();
    await withdrawToken(db, SYSTEM, row?.id ?? "", 2);
    expect(await actorForToken(db, text, null, 3)).toBeNull();
  });
});
