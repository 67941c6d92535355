import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { api } from "#app/api/v1/test-api.ts";
import { openSqlite } from "#e2e/stores.ts";
import { migrateAuth } from "#lib/access/auth.ts";
import { createOperator } from "#lib/access/operators.ts";
import { openSession, type SessionCookie } from "#lib/access/sign-in.ts";
import { ROLES, type Role, SYSTEM } from "#lib/domain/actor.ts";
import { HOUR } from "#lib/domain/instant.ts";
import { runtime } from "#lib/runtime.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import { ACTIONS, CONFIDENTIAL, INCIDENT, type Least, MAINTENANCE, OPEN_WRITES, PAGES, ROUTES } from "./roles-table.ts";

type Who = Role | "nobody";

const WHO: Who[] = ["nobody", ...ROLES];
const HOME = { address: "192.0.2.7", userAgent: "Firefox" };

type Page = (props: object) => Promise<unknown>;
type Deed = (...given: unknown[]) => Promise<unknown>;

let asked = new Headers();
let closing: AsyncDisposable;
const real: Record<string, string> = {};
const operators = {} as Record<Role, string>;

beforeAll(async () => {
  const one = await api(openSqlite);
  closing = one;
  const access = runtime();
  await migrateAuth(access.db);
  const now = Date.now();
  for (const role of ROLES) {
    const { id } = await createOperator(
      access,
      { name: role, email: `${role}@example.org`, password: "correct horse", role },
      now,
    );
    operators[role] = id;
  }
  const story = { title: "Slow", body: "It is.", components: {}, expectedAt: null, impact: null, notify: false };
  const { incidentId } = await openIncident(one.db, SYSTEM, { ...story, status: "investigating" }, now);
  const work = { title: "Work", body: "Planned.", components: {}, recurrence: null, reminders: [], notify: false };
  const window = { startsAt: now + HOUR, endsAt: now + 2 * HOUR };
  real[INCIDENT] = incidentId;
  real[MAINTENANCE] = await scheduleMaintenance(one.db, SYSTEM, { ...work, ...window }, now);
  // What Next gives to pages and actions, and nothing else, is put in its place: in a module graph of their own.
  vi.resetModules();
  vi.doMock("next/headers", () => ({ headers: async () => asked, cookies: async () => ({ set() {} }) }));
  vi.doMock("next/cache", () => ({ refresh() {} }));
});

afterAll(async () => {
  vi.doUnmock("next/headers");
  vi.doUnmock("next/cache");
  vi.resetModules();
  await closing[Symbol.asyncDispose]();
});

const carried = ({ name, value }: SessionCookie) => `${name}=${encodeURIComponent(value)}`;

/** The headers a browser sends in which `who` is signed in. */
async function from(who: Who, origin: Record<string, string>): Promise<Headers> {
  if (who === "nobody") return new Headers(origin);
  return new Headers({ ...origin, cookie: carried(await openSession(runtime(), operators[who], HOME)) });
}

const ours = () => ({ origin: new URL(runtime().config.publicUrl).origin });
const mayDo = (who: Who, least: Least) =>
  least === "anyone" || (who !== "nobody" && ROLES.indexOf(who) >= ROLES.indexOf(least));

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, real[value] ?? value);
  return form;
}

/** How it went: refused because of who asks, or not. */
async function outcome(deed: Deed, given: Record<string, string> | unknown[]): Promise<string> {
  try {
    const said = Array.isArray(given)
      ? await deed(...given)
      : ((await deed({ turn: 0 }, formOf(given))) as { message: string | null });
    if (said === null) return "refused";
    const message = (said as { message?: string | null }).message ?? "";
    if (/^This form works at /.test(message)) return "foreign";
    return /^You are signed out|^This needs the role/.test(message) ? "refused" : "allowed";
  } catch (error) {
    // It leads on to another page: it was done.
    if (String((error as { digest?: string }).digest).startsWith("NEXT_")) return "allowed";
    throw error;
  }
}

const actionFiles = globSync("app/console/**/*.ts").filter((file) => /^"use server"/.test(readFileSync(file, "utf8")));

async function actionsThereAre(): Promise<Map<string, Deed>> {
  const found = new Map<string, Deed>();
  for (const file of actionFiles) {
    const deeds = (await import(resolve(file))) as Record<string, Deed>;
    const folder = file.slice("app/console/".length, -".ts".length);
    for (const [name, deed] of Object.entries(deeds)) found.set(`${folder} ${name}`, deed);
  }
  return found;
}

/** A few hundred sign-ins: some seconds, and some more while the machine is busy. */
const LONG = { timeout: 120_000 };

it(
  "each action does what a role may and refuses the others, those who are not signed in, and forms of other sites",
  LONG,
  async () => {
    const deeds = await actionsThereAre();
    expect([...deeds.keys()].toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
    for (const [name, [least, given]] of Object.entries(ACTIONS)) {
      const deed = deeds.get(name) as Deed;
      for (const who of WHO) {
        asked = await from(who, ours());
        expect([name, who, await outcome(deed, given)]).toEqual([name, who, mayDo(who, least) ? "allowed" : "refused"]);
      }
      for (const origin of [
        {},
        { origin: "null" },
        { origin: "https://evil.example" },
        { "sec-fetch-site": "cross-site" },
      ]) {
        asked = await from("admin", origin as Record<string, string>);
        expect([name, origin, await outcome(deed, given)]).toEqual([
          name,
          origin,
          Array.isArray(given) ? "refused" : "foreign",
        ]);
      }
    }
  },
);

it("each page sends whoever is not signed in to the door, and shows a role what it may see", LONG, async () => {
  const files = globSync("app/console/**/page.tsx");
  const pathOf = (file: string) => file.slice("app/console/".length).replace(/\/?page\.tsx$/, "");
  expect(files.map(pathOf).toSorted()).toEqual(Object.keys(PAGES).toSorted());
  for (const file of files) {
    const least = PAGES[pathOf(file)] as Least;
    const { default: page } = (await import(resolve(file))) as { default: Page };
    for (const who of WHO) {
      asked = await from(who, {});
      expect([file, who, await shown(page, file)]).toEqual([
        file,
        who,
        mayDo(who, least) ? "shown" : who === "nobody" ? "to the door" : "refused",
      ]);
    }
  }
});

async function shown(page: Page, file: string): Promise<string> {
  const id = file.includes("maintenance") ? real[MAINTENANCE] : file.includes("incidents") ? real[INCIDENT] : "nowhere";
  try {
    const drawn = await page({ params: Promise.resolve({ id }), searchParams: Promise.resolve({}) });
    return /ask an admin if you need|is shown to maintainers and admins/i.test(textOf(drawn)) ? "refused" : "shown";
  } catch (error) {
    const digest = String((error as { digest?: string }).digest);
    if (digest.includes("/console/sign-in?next=")) return "to the door";
    if (digest.startsWith("NEXT_")) return "shown";
    throw error;
  }
}

/** All words in what a page hands to React. */
function textOf(drawn: unknown): string {
  if (typeof drawn === "string") return drawn;
  if (Array.isArray(drawn)) return drawn.map(textOf).join("");
  if (typeof drawn !== "object" || drawn === null) return "";
  const props = (drawn as { props?: Record<string, unknown> }).props ?? {};
  return textOf(props.children);
}

it("what answers without a page asks for session and role by itself", async () => {
  const files = globSync("app/console/**/route.ts");
  const methods = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^export (?:const|async function) ([A-Z]+)\b/gm)].map(
      ([, method]) => [method as string, file] as const,
    ),
  );
  const pathOf = (file: string) => file.slice("app/console/".length, -"/route.ts".length);
  expect(methods.map(([method, file]) => `${method} ${pathOf(file)}`).toSorted()).toEqual(
    Object.keys(ROUTES).toSorted(),
  );
  for (const [method, file] of methods) {
    const name = `${method} ${pathOf(file)}`;
    const handlers = (await import(resolve(file))) as Record<string, (request: Request) => Promise<Response>>;
    const handler = handlers[method] as (request: Request) => Promise<Response>;
    const status = async (headers: Headers) => {
      asked = headers;
      try {
        const answer = await handler(new Request("http://localhost/x", { method, headers }));
        await answer.body?.cancel();
        // Leading on is an answer too.
        return answer.status === 303 ? 200 : answer.status;
      } catch (error) {
        if (String((error as { digest?: string }).digest).includes("/console/sign-in?next=")) return 401;
        throw error;
      }
    };
    for (const who of WHO) {
      const expected = mayDo(who, ROUTES[name] as Least) ? 200 : who === "nobody" ? 401 : 403;
      expect([name, who, await status(await from(who, ours()))]).toEqual([name, who, expected]);
    }
    if (method !== "GET")
      expect([name, await status(await from("admin", { origin: "https://evil.example" }))]).toEqual([name, 403]);
  }
});

it("outside of console and management API nothing takes a write but what readers may do", () => {
  const files = globSync("app/**/route.{ts,tsx}").filter((file) => !/^app\/(console|api\/v1)\//.test(file));
  const writing = files.filter((file) =>
    /^export (?:const|async function|function) (POST|PUT|PATCH|DELETE)\b/m.test(readFileSync(file, "utf8")),
  );
  expect(writing.toSorted()).toEqual(OPEN_WRITES);
  const elsewhere = globSync("{app,components}/**/*.{ts,tsx}").filter((file) =>
    /^\s*"use server"/m.test(readFileSync(file, "utf8")),
  );
  expect(elsewhere.toSorted()).toEqual(actionFiles.toSorted());
  const around = globSync("app/**/*.{ts,tsx}").filter((file) => !/(\.test|-table)\.ts$/.test(file));
  expect(around.filter((file) => CONFIDENTIAL.test(readFileSync(file, "utf8")))).toEqual([]);
});
