import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { DAY, HOUR } from "#lib/domain/instant.ts";
import { OWN_THEME } from "#lib/domain/theme.ts";
import { readPage } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { changePage } from "./change-page.ts";
import { makePageLink, revokePageLink } from "./page-links.ts";
import { isPageLinkToken, pageLinkToken, passText, readPass } from "./page-pass.ts";
import { isPagePassword } from "./page-password.ts";
import { pageLogo, pageSettings } from "./page-settings.ts";
import { planConfiguration } from "./plan-configuration.ts";
import { readPageDoor } from "./read-page-door.ts";
import { readPageLook } from "./read-page-look.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const ADMIN: Actor = { kind: "operator", id: "op1", name: "Ada", role: "admin" };
const PUBLISHER: Actor = { ...ADMIN, role: "publisher" };
const SECRET = "a-secret-of-at-least-thirty-two-characters";
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h9"/></svg>';

const file = (page: string) => parseStatusFile(`page: ${page}\ncomponents: [{ slug: a, name: A }]`, "status.yaml", {});
const set = (db: Database, page: string, now = NOW) => applyConfiguration(db, file(page), now);

onEachStore("the page's look and access", (open) => {
  it("changes what an admin changes, shows it at once and writes it down; a publisher announces and no more", async () => {
    await using store = await open();
    await set(store.db, "{}");
    const before = await readVersion(store.db);
    const theme = { ...OWN_THEME, light: { accent: "#003366" } };
    await changePage(store.db, ADMIN, { name: " Acme  status ", timeZone: "Asia/Tokyo", theme, css: ".w{}" }, NOW);
    await changePage(store.db, ADMIN, { logo: Buffer.from(SVG), domains: ["Status.Example.org"] }, NOW);
    expect(await readVersion(store.db)).toBe(before + 2);
    expect(await readPage(store.db)).toMatchObject({ name: "Acme status", time_zone: "Asia/Tokyo" });
    expect(await pageSettings(store.db)).toMatchObject({ theme, css: ".w{}", domains: ["status.example.org"] });
    expect((await pageLogo(store.db))?.kind).toBe("svg");
    const look = await readPageLook(store.db, NOW);
    expect(look.css).toContain("--accent:#003366");
    expect(look.css).toMatch(/url\(\/logo\.svg\?v=\w+\)/);
    expect(look.stylesheet).toMatch(/^\/custom\.css\?v=\w+$/);
    await changePage(store.db, ADMIN, { logo: null, css: null, theme: null }, NOW);
    expect(await readPageLook(store.db, NOW)).toMatchObject({ css: "", stylesheet: null });

    const announcement = { text: "Moving **soon**.", tone: "warning" as const, from: NOW + HOUR, until: NOW + DAY };
    await changePage(store.db, PUBLISHER, { announcement }, NOW);
    const shown = async (at: number) => (await readPageLook(store.db, at)).announcement?.text ?? null;
    expect([await shown(NOW), await shown(NOW + HOUR), await shown(NOW + DAY)]).toEqual([
      null,
      "Moving **soon**.",
      null,
    ]);
    await expect(changePage(store.db, PUBLISHER, { name: "Mine" }, NOW)).rejects.toThrow("needs the role admin");
    await expect(changePage(store.db, { ...ADMIN, role: "reporter" }, { announcement }, NOW)).rejects.toThrow(
      "publisher",
    );
  });

  it("refuses what would be hard to read or does not hold, field by field, and changes nothing", async () => {
    await using store = await open();
    await set(store.db, "{}");
    const theme = { ...OWN_THEME, light: { text: "#cccccc" } };
    await expect(changePage(store.db, ADMIN, { name: "New", theme }, NOW)).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "light_text", message: expect.stringContaining("nearest that passes") }],
    });
    const access = { isPrivate: true, networks: ["10.0.0.0/33"], password: undefined };
    await expect(changePage(store.db, ADMIN, { access }, NOW)).rejects.toThrow("no address or network");
    await expect(changePage(store.db, ADMIN, { domains: ["https://x.org"] }, NOW)).rejects.toThrow("host name");
    await expect(changePage(store.db, ADMIN, { timeZone: "Mars/Base" }, NOW)).rejects.toThrow("time zone");
    expect((await readPage(store.db))?.name).toBe("Status");
    expect(await pageSettings(store.db)).toMatchObject({ theme: OWN_THEME, access: { isPrivate: false } });
  });

  it("lets status.yaml and the console be two doors to the same thing: what the file says, only the file changes", async () => {
    await using store = await open();
    const said = `{ name: Acme, css: ".w{}", announcement: { text: Hello }, theme: { dark: { accent: "#7af" } }, access: { private: true, networks: [10.0.0.0/8], password: open sesame } }`;
    await set(store.db, said);
    for (const change of [{ name: "B" }, { css: null }, { announcement: null }, { theme: null }])
      await expect(changePage(store.db, ADMIN, change, NOW)).rejects.toMatchObject({ code: "conflict" });
    await changePage(store.db, ADMIN, { timeZone: "Europe/Paris" }, NOW);
    expect(await planConfiguration(store.db, file(said), NOW)).toEqual([]);
    const { password } = await pageSettings(store.db);
    await set(store.db, said);
    expect((await pageSettings(store.db)).password).toEqual(password);
    const [change] = await planConfiguration(store.db, file(said.replace("open sesame", "another one")), NOW);
    expect(change?.fields.map((one) => one.field)).toEqual(["password"]);
    expect(JSON.stringify(change)).not.toMatch(/sesame|another one/);
    // A line that is lost takes an announcement away, and opens no private page.
    await set(store.db, "{ name: Acme }");
    expect(await pageSettings(store.db)).toMatchObject({ css: "", announcement: null, access: { isPrivate: true } });
    await changePage(store.db, ADMIN, { css: ".x{}" }, NOW);
  });

  it("keeps a password as a hash, ends its passes with it, and ends a link where it is taken back", async () => {
    await using store = await open();
    await set(store.db, "{}");
    const access = { isPrivate: true, networks: [], password: "correct horse" };
    await changePage(store.db, ADMIN, { access }, NOW);
    const first = (await readPageDoor(store.db, NOW)).password;
    expect(JSON.stringify(first)).not.toContain("horse");
    expect(first && (await isPagePassword(first, "correct horse"))).toBe(true);
    expect(first && (await isPagePassword(first, "correct house"))).toBe(false);
    await changePage(store.db, ADMIN, { access: { ...access, password: "battery staple" } }, NOW);
    expect((await readPageDoor(store.db, NOW)).password?.generation).not.toBe(first?.generation);
    await expect(changePage(store.db, ADMIN, { access: { ...access, password: "short" } }, NOW)).rejects.toThrow(
      "8 to",
    );

    const link = await makePageLink(store.db, ADMIN, { name: "Feed reader", days: 2 }, NOW);
    await expect(makePageLink(store.db, PUBLISHER, { name: "x", days: 2 }, NOW)).rejects.toThrow("admin");
    await expect(makePageLink(store.db, ADMIN, { name: "x", days: 0 }, NOW)).rejects.toThrow("days");
    expect((await readPageDoor(store.db, NOW)).links).toEqual([link]);
    expect((await readPageDoor(store.db, NOW + 2 * DAY)).links).toEqual([]);
    await revokePageLink(store.db, ADMIN, link.id, NOW);
    expect((await readPageDoor(store.db, NOW)).links).toEqual([]);
    await expect(revokePageLink(store.db, ADMIN, link.id, NOW)).rejects.toThrow("no such link");
    const audit = await store.db.selectFrom("audit").selectAll().execute();
    expect(JSON.stringify(audit)).not.toMatch(/horse|staple/);
  });
});

it("knows its own passes and links, until they end, and nobody else's", () => {
  const pass = { by: "password" as const, id: "gen1", endsAt: NOW + HOUR };
  const text = passText(SECRET, pass);
  expect(readPass(SECRET, text, NOW)).toEqual(pass);
  expect(readPass(SECRET, text, NOW + HOUR)).toBeNull();
  expect(readPass(`${SECRET}!`, text, NOW)).toBeNull();
  for (const forged of [
    text.replace("p.", "o."),
    text.replace("gen1", "gen2"),
    `${text}.x`,
    text.slice(0, -1),
    "",
    "p",
  ])
    expect(readPass(SECRET, forged, NOW)).toBeNull();
  const link = { id: "abc123def456", expiresAt: NOW };
  const token = pageLinkToken(SECRET, link);
  expect(isPageLinkToken(SECRET, link, token)).toBe(true);
  expect(isPageLinkToken(SECRET, { ...link, expiresAt: NOW + 1 }, token)).toBe(false);
  expect(() => passText("short", pass)).toThrow("SESSION_SECRET");
});

it.each([
  [`{ theme: { light: { text: "#ccc" } } }`, /line 1, column \d+: page\.theme\.light\.text is hard to read: .*nearest/],
  [`{ theme: { light: { text: red } } }`, /must be a colour/],
  [`{ css: "@import 'x';" }`, /page\.css is refused/],
  [
    `{ logo: "data:image/svg+xml;base64,${Buffer.from("<svg><script/></svg>").toString("base64")}" }`,
    /page\.logo is refused/,
  ],
  [`{ access: { private: true, networks: [10.0.0.0/99] } }`, /networks\.0 must be an address or network/],
  [
    `{ announcement: { text: A, from: 2026-01-02T00:00:00Z, until: 2026-01-01T00:00:00Z } }`,
    /until must be after from/,
  ],
  [`{ domains: ["http://x.org"] }`, /must be a host name/],
])("status.yaml is refused where it stands: page: %s", (page, words) => {
  expect(() => file(page)).toThrow(words);
});
