import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront, type TestFront, until } from "./test-front.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium" });
});
afterAll(() => browser?.close());

const time = (at: number, rel: string) =>
  `<time datetime="${new Date(at).toISOString()}" data-rel="${rel}" data-about="about">then</time>`;

/** A page with our script, as the renderer draws it. */
const draw = (version: number, words: string, title = "Status", icon = "/icon-a.svg") =>
  `<!DOCTYPE html><html lang="en"><head><title>${title}</title><link rel="icon" href="${icon}"/><script src="/live.js" data-keep="" defer=""></script></head><body><main data-version="${version}">${words}</main></body></html>`;

async function openPage(draws: (front: TestFront) => string, given: Parameters<typeof startTestFront>[1] = {}) {
  const front = await startTestFront(onTestFinished, { root: process.cwd(), clock: () => Date.now(), ...given });
  front.web.answer = (_, response) =>
    void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(draws(front));
  const page = await browser.newPage({ baseURL: front.url });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  onTestFinished(() => page.close());
  return { front, page, errors };
}

/** Waits for the words in the open page, without loading it. */
const see = (page: Page, words: string) =>
  page.waitForFunction((text) => document.querySelector("main")?.textContent?.includes(text), words, {
    timeout: 10_000,
  });

const versionOf = (front: TestFront) => (front.version.is === "gone" ? 0 : front.version.is);

describe("an open page", () => {
  it("becomes what has changed, and keeps what is open and in focus", async () => {
    const details = (name: string) => `<details><summary>${name}</summary>more</details>`;
    const { front, page, errors } = await openPage(({ version }) =>
      version.is === 1
        ? draw(1, `${details("First")}${details("Second")}all is well`)
        : draw(2, `${details("New")}${details("First")}${details("Second")}tasks wait`, "⚠ Tasks wait", "/icon-b.svg"),
    );
    await page.goto("/");
    await page.getByText("Second").click();
    await page.getByText("Second").focus();
    front.version.is = 2;
    await see(page, "tasks wait");
    expect(await page.title()).toBe("⚠ Tasks wait");
    expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/icon-b.svg");
    expect(await page.locator("details[open] summary").allTextContents()).toEqual(["Second"]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Second");
    expect(errors).toEqual([]);
  });

  it("says how long ago, how soon and for how long, and goes on counting", async () => {
    const now = Date.now();
    const hour = 3_600_000;
    const { page } = await openPage(() =>
      draw(
        1,
        [
          ["ago", now - 4_000],
          ["ago", now - 61_000],
          ["for", now - 2 * hour - 5_000],
          ["for", now - 50 * hour],
          ["in", now + 22.5 * 60_000],
          ["in", now - 5 * 60_000 - 5_000],
        ]
          .map(([rel, at]) => `<p>${time(Number(at), String(rel))}</p>`)
          .join(""),
      ),
    );
    await page.goto("/");
    const said = () => page.locator("p").allTextContents();
    const [first = "", ...others] = await said();
    expect(first).toMatch(/^\d+ seconds ago$/);
    expect(others).toEqual(["1 minute ago", "2 hours", "2 days", "in about 22 minutes", "5 minutes ago"]);
    await page.waitForFunction((before) => document.querySelector("p")?.textContent !== before, first);
  });

  it("is not torn away from who reads it when only its times are new", async () => {
    const { front, page } = await openPage(() => draw(1, `Checked ${time(Date.now() - 600_000, "ago")}`));
    await page.goto("/");
    await see(page, "10 minutes ago");
    const main = await page.locator("main").elementHandle();
    front.web.answer = (_, response) =>
      void response
        .writeHead(200, { "content-type": "text/html" })
        .end(draw(1, `Checked ${time(Date.now() - 7_200_000, "ago")}`));
    front.version.is = 2;
    await see(page, "2 hours ago");
    expect(await main?.evaluate((old) => old.isConnected)).toBe(true);
  });

  it("shows words in an emergency as soon as there are any, and takes them off again", async () => {
    const { front, page } = await openPage(() => draw(1, "all is well"));
    await page.goto("/");
    await see(page, "all is well");
    const file = join(front.dataDir, "emergency.json");
    writeFileSync(file, JSON.stringify({ text: "Redis is down", at: new Date().toISOString() }));
    await page.getByRole("alert").filter({ hasText: "Redis is down" }).waitFor();
    writeFileSync(file, JSON.stringify({ text: "", at: new Date().toISOString() }));
    await page.getByRole("alert").waitFor({ state: "detached" });
  });

  it("learns what it missed while the front was away", async () => {
    const { front, page } = await openPage((one) => draw(versionOf(one), `version ${one.version.is}`));
    await page.goto("/");
    await see(page, "version 1");
    await front.stop();
    front.version.is = 2;
    await front.restart();
    await see(page, "version 2");
  });

  it("asks again when it was told of a change that it was not given", async () => {
    const { front, page } = await openPage((one) => draw(versionOf(one), `version ${one.version.is}`));
    await page.goto("/");
    await see(page, "version 1");
    front.web.answer = (_, response) => void response.writeHead(500).end();
    const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/");
    front.version.is = 2;
    expect(await (await asked).text()).toContain("version 1");
    front.web.answer = (_, response) =>
      void response.writeHead(200, { "content-type": "text/html" }).end(draw(2, "version 2"));
    await see(page, "version 2");
  });

  it("reads itself again every half minute where events do not come", async () => {
    const { front, page } = await openPage((one) => draw(versionOf(one), `version ${one.version.is}`), {
      eventClientsMax: 0,
    });
    await page.clock.install();
    await page.goto("/");
    const main = page.locator("main");
    await main.filter({ hasText: "version 1" }).waitFor();
    front.version.is = 2;
    await until("the front has the change", async () => (await get(front.url)).text.includes("version 2"));
    // Only the page's own clock runs ahead.
    await page.clock.fastForward(20_000);
    expect(await main.textContent()).toBe("version 1");
    await page.clock.fastForward(12_000);
    await main.filter({ hasText: "version 2" }).waitFor();
  });

  it("says the same without script", async () => {
    const { front } = await openPage(() => draw(1, `Checked ${time(Date.now(), "ago")}`));
    const page = await browser.newPage({ baseURL: front.url, javaScriptEnabled: false });
    onTestFinished(() => page.close());
    await page.goto("/");
    expect(await page.locator("main").textContent()).toBe("Checked then");
  });
});
