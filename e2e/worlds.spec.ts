import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";

const OPERATOR = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };
const CONFIGURATION = "components:\n  - { slug: mail, name: Mail }\n  - { slug: jobs, name: Jobs }\n";
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#1f5f4b"/></svg>';

let product: Product;
let folder: string;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  writeFileSync(join(folder, "status.yaml"), CONFIGURATION);
  product = await startProduct({ env: { PULSEPAGE_CONFIG: join(folder, "status.yaml") } });
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  return [...violations.map(({ id }) => id), ...(isWide ? ["scrolls"] : [])];
}

/** The public page for somebody else, read again until it shows what was changed. */
async function reader(browser: Browser, words: string, options: object = {}): Promise<Page> {
  await eventually(`the page to say ${words}`, async () => (await (await fetch(product.url)).text()).includes(words));
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(product.url);
  return page;
}

test("an admin gives the page its look, without script as with it, and a private page is closed until it is opened", async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const signedIn = await browser.newContext();
  const page = await signedIn.newPage();
  await page.goto(product.setupLink as string);
  await page.getByLabel("Name").fill(OPERATOR.name);
  await page.getByLabel("E-mail").fill(OPERATOR.email);
  await page.getByLabel("Password").fill(OPERATOR.password);
  await page.getByRole("button").last().click();
  await page.waitForURL(/\/console$/);

  await test.step("an announcement stands on top of every page at once", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await signedIn.storageState() });
    const form = await plain.newPage();
    await form.goto(`${product.url}/console/page`);
    await form.getByLabel("Words on top of every page").fill("We move to **new machines**.");
    await form.getByLabel("Kind").selectOption("warning");
    await form.getByRole("button", { name: "Show it" }).click();
    await form.waitForURL(/saved=announcement/);
    const seen = await reader(browser, "new machines", { javaScriptEnabled: false });
    for (const path of ["/", "/history", "/subscribe"]) {
      await seen.goto(`${product.url}${path}`);
      await expect(seen.getByRole("complementary", { name: "Announcement" })).toContainText("We move to new machines.");
    }
    await plain.close();
  });

  await test.step("colours that are hard to read are refused with the nearest that are not", async () => {
    await page.goto(`${product.url}/console/page`);
    await page.getByLabel("Light accent").fill("#dddddd");
    await page.getByRole("button", { name: "Save colours" }).click();
    await expect(page.getByText("The nearest that passes is")).toBeVisible();
    await page.getByLabel("Light accent").fill("#1f5f4b");
    await page.getByLabel("Dark accent").fill("#7fd1ae");
    await page.getByLabel("Light background").fill("#f4f7f5");
    await page.getByRole("button", { name: "Save colours" }).click();
    await page.waitForURL(/saved=look/);
    await page.getByRole("checkbox", { name: "Deutsch" }).check();
    await page.getByRole("button", { name: "Save languages" }).click();
    await page.waitForURL(/saved=speech/);
    await expect(page.getByRole("checkbox", { name: "Deutsch" })).toBeChecked();
    const file = { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(LOGO) };
    await page.getByLabel("Picture").setInputFiles(file);
    await page.getByRole("button", { name: "Use this picture" }).click();
    await page.waitForURL(/saved=logo/);
    await page.getByLabel("Stylesheet").fill(".hero { border-radius: 3px }");
    await page.getByRole("button", { name: "Save stylesheet" }).click();
    await page.waitForURL(/saved=stylesheet/);
    const light = await reader(browser, "border-radius: 3px", { colorScheme: "light" });
    const radius = () => light.locator(".hero").evaluate((one) => getComputedStyle(one).borderRadius);
    expect(await light.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(244, 247, 245)");
    expect(await light.locator(".logo i").evaluate((one) => one.getBoundingClientRect().width)).toBe(56);
    expect(await radius()).toBe("3px");
    expect(await faultsOf(light)).toEqual([]);
    await light.goto(`${product.url}/?plain`);
    expect(await radius()).toBe("14px");
    const dark = await reader(browser, "border-radius: 3px", {
      colorScheme: "dark",
      viewport: { width: 390, height: 800 },
    });
    expect(await faultsOf(dark)).toEqual([]);
  });

  await test.step("the screen can be used by everyone, on a phone too", async () => {
    for (const width of [1_200, 390]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await faultsOf(page)).toEqual([]);
    }
  });

  await test.step("a private page is closed; a link and the password open it", async () => {
    await page.getByLabel("Whom or what a new link is for").fill("Feed reader");
    await page.getByRole("button", { name: "Make a link" }).click();
    await page.waitForURL(/saved=links/);
    const link = await page.getByLabel("Address for Feed reader").inputValue();
    const stranger = await reader(browser, "border-radius: 3px");
    await page.getByLabel("Who may read the page").selectOption("private");
    await page.getByLabel("Password of the page").fill("open sesame");
    await page.getByRole("button", { name: "Save who may read" }).click();
    await page.waitForURL(/saved=access/);
    // A page that was open when it became private goes to the door by itself.
    await expect(stranger.getByRole("heading", { name: "Status is a private status page" })).toBeVisible({
      timeout: 40_000,
    });
    for (const path of ["/", "/history.rss", "/api/v2/summary.json", "/events", "/index.md", "/logo.svg"])
      expect((await fetch(`${product.url}${path}`)).status, path).toBe(401);
    for (const path of [
      "/_next/static/x.js",
      "/subscriptions/x.y",
      "/console/nowhere",
      "/api/v1/nowhere",
      "/access",
      "/nowhere",
    ])
      expect(await (await fetch(`${product.url}${path}`)).text(), path).not.toContain("new machines");
    expect(await faultsOf(stranger)).toEqual([]);
    await stranger.goto(`${product.url}/history`);
    await stranger.getByLabel("Password of this page").fill("open says me");
    await stranger.getByRole("button", { name: "Show the page" }).click();
    await expect(stranger.getByRole("alert")).toContainText("That is not the password");
    await stranger.getByLabel("Password of this page").fill("open sesame");
    await stranger.getByRole("button", { name: "Show the page" }).click();
    await stranger.waitForURL(`${product.url}/history`);
    await expect(stranger.getByRole("link", { name: "Get updates" }).first()).toBeVisible();

    const guest = await (await browser.newContext()).newPage();
    await guest.goto(link);
    await guest.waitForURL(`${product.url}/`);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("All systems operational");
    const feed = await fetch(link.replace("/?", "/history.rss?"));
    expect([feed.status, feed.headers.get("cache-control")]).toEqual([200, "private, no-store"]);

    await page.goto(`${product.url}/`);
    await page.getByRole("link", { name: "Sign in as an operator" }).click();
    await page.waitForURL(`${product.url}/`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("All systems operational");
    await page.goto(`${product.url}/console/page`);
    await page.getByRole("button", { name: "Take back the link for Feed reader" }).click();
    await page.waitForURL(/saved=links/);
    await eventually("the link to end", async () => (await fetch(link.replace("/?", "/feed.json?"))).status === 401);
    await guest.goto(product.url);
    await expect(guest.getByRole("heading", { name: "Status is a private status page" })).toBeVisible();
  });
});
