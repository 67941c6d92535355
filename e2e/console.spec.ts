import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";

test.describe.configure({ mode: "serial" });

const SEEN = { timeout: 30_000 };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let queue: RedisServer;
let cache: RedisServer;
let product: Product;
let folder: string;
let storageState: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  [queue, cache] = await Promise.all([startRedis(), startRedis()]);
  folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  const config = join(folder, "status.yaml");
  const monitor = (key: string, url: string, of: string) =>
    `  - { key: ${key}, type: redis, url: "${url}", components: [${of}], notify_after: 1s, auto_publish: false }\n`;
  writeFileSync(
    config,
    `page: { name: MorningAI }
components: [{ slug: tasks, name: Task orchestration }, { slug: search, name: Search }]
monitors:
${monitor("queue", queue.url, "tasks")}${monitor("cache", cache.url, "search")}`,
  );
  product = await startProduct({ env: { PULSEPAGE_CONFIG: config } });
  const page = await (await browser.newContext()).newPage();
  await page.goto(product.setupLink as string);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail address").fill("ada@morning.example");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button").first().click();
  await expect(page).toHaveURL(`${product.url}/console`);
  storageState = await page.context().storageState();
  await page.context().close();
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  await Promise.all([queue?.stop(), cache?.stop()]);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function operator(browser: Browser, more: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  return (await browser.newContext({ ...more, storageState })).newPage();
}

/** Opens a page of the console and waits until its scripts run: before that no key is heard. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${product.url}${path}`);
  await awake(page);
}

async function awake(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Search", exact: false }).first()).toBeVisible(SEEN);
}

async function faultless(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

test("from the red signal to the published update it takes two keystrokes, and another operator sees it at once", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const [ada, other] = [await operator(browser), await operator(browser)];
  await open(other, "/console/incidents");
  await open(ada, "/console");
  await queue.kill("SIGKILL");
  await expect(ada.getByRole("link", { name: "Report this" })).toBeVisible(SEEN);
  const red = performance.now();
  let keystrokes = 0;
  const press = (key: string) => {
    keystrokes += 1;
    return ada.keyboard.press(key);
  };
  await press("Enter");
  await expect(ada).toHaveURL(/\/console\/incidents\/new\?draft=/, SEEN);
  await awake(ada);
  await press("Control+Enter");
  await expect(ada).toHaveURL(/\/console\/incidents\/[a-z0-9]{12}\?posted=/, SEEN);
  const seconds = ((performance.now() - red) / 1_000).toFixed(1);
  test.info().annotations.push({ type: "red signal to published", description: `${seconds} s, ${keystrokes} keys` });
  expect(keystrokes).toBeLessThanOrEqual(3);
  await eventually("the update on the page", async () => /Task orchestration/.test(await updates()));
  // Nobody has reloaded this one.
  await expect(other.getByRole("link", { name: /Task orchestration/ })).toBeVisible(SEEN);

  // What is typed stays when somebody else posts, and they are told.
  await other.getByRole("link", { name: /Task orchestration/ }).click();
  await expect(other).toHaveURL(/\/console\/incidents\/[a-z0-9]{12}$/);
  const typed = other.getByLabel("Update for the page and the notices");
  await typed.fill("We are looking into it.");
  await awake(ada);
  await ada.keyboard.press("u");
  await ada.keyboard.insertText("A second node takes over.");
  await ada.keyboard.press("Control+Shift+Enter");
  await expect(ada.getByText("A second node takes over.")).toBeVisible(SEEN);
  await expect(ada.getByText("on the page only").first()).toBeVisible();
  await expect(other.getByText("Something has changed since you opened this page.")).toBeVisible(SEEN);
  await other.getByRole("button", { name: "Show it" }).click();
  await expect(other.getByText("A second node takes over.")).toBeVisible(SEEN);
  await expect(typed).toHaveValue("We are looking into it.");
  await faultless(other);
});

async function updates(): Promise<string> {
  const { incidents } = (await (await fetch(`${product.url}/api/v2/incidents/unresolved.json`)).json()) as {
    incidents: { name: string }[];
  };
  return incidents.map((one) => one.name).join(" ");
}

test("on a phone it takes two taps", async ({ browser }) => {
  test.setTimeout(120_000);
  const phone = await operator(browser, PHONE);
  await open(phone, "/console");
  await cache.kill("SIGKILL");
  const draft = phone
    .locator("section")
    .filter({ hasText: "Affects Search" })
    .getByRole("link", { name: "Report this" })
    .last();
  await expect(draft).toBeVisible(SEEN);
  await faultless(phone);
  let taps = 0;
  taps += 1;
  await draft.tap();
  await expect(phone).toHaveURL(/\/console\/incidents\/new\?draft=/, SEEN);
  await faultless(phone);
  taps += 1;
  await phone.getByRole("button", { name: /^Post incident/ }).tap();
  await expect(phone).toHaveURL(/\/console\/incidents\/[a-z0-9]{12}\?posted=/, SEEN);
  expect(taps).toBeLessThanOrEqual(4);
  await eventually("the update on the page", async () => /Search/.test(await updates()));
});

test("everything is found by typing, every key is shown, and single keys can be switched off", async ({ browser }) => {
  test.setTimeout(120_000);
  const ada = await operator(browser);
  await open(ada, "/console/audit");
  await ada.keyboard.press("?");
  const keys = ada.getByRole("dialog", { name: "Keys" });
  await expect(keys.getByText("Post without notifying")).toBeVisible();
  await faultless(ada);
  await keys.getByRole("checkbox").uncheck();
  await ada.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await ada.keyboard.press("g");
  await ada.keyboard.press("c");
  await ada.keyboard.press("Control+k");
  const palette = ada.getByRole("dialog", { name: "Search" });
  await expect(palette.getByRole("option", { name: /^Update: Task orchestration/ })).toBeVisible(SEEN);
  await expect(ada).toHaveURL(`${product.url}/console/audit`);
  await faultless(ada);
  await palette.getByRole("combobox").fill("syst");
  await ada.keyboard.press("Enter");
  await expect(ada).toHaveURL(`${product.url}/console/system`, SEEN);
  await awake(ada);
  await expect(ada.getByText(/^Works, last look/)).toBeVisible(SEEN);
  await faultless(ada);
  await ada.getByRole("button", { name: /^Keys/ }).click();
  await keys.getByRole("checkbox").check();
  await ada.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await ada.keyboard.press("g");
  await ada.keyboard.press("c");
  await expect(ada).toHaveURL(`${product.url}/console/components`, SEEN);
});

test("components are arranged without script, by keyboard and by dragging", async ({ browser }) => {
  test.setTimeout(120_000);
  const plain = await operator(browser, { javaScriptEnabled: false });
  for (const name of ["Mail", "News"]) {
    await plain.goto(`${product.url}/console/components`);
    await plain.getByLabel("Name", { exact: true }).fill(name);
    await plain.getByRole("button", { name: "Add the component" }).click();
    await expect(plain.getByRole("heading", { level: 1 })).toHaveText(name);
  }
  await plain.getByLabel("Component").selectOption({ label: "Task orchestration" });
  await plain.getByRole("button", { name: "It needs this" }).click();
  await expect(plain.getByRole("link", { name: "Task orchestration" })).toBeVisible();
  await plain.goto(`${product.url}/console/components`);
  // Its need is out: so is it.
  await expect(plain.getByRole("listitem").filter({ hasText: "News" })).toContainText("Major outage");
  await plain.getByRole("button", { name: "Move News up" }).click();
  await expect.poll(() => order(plain)).toEqual(["Task orchestration", "Search", "News", "Mail"]);

  // A monitor that is made here is run within moments, and its component is as it says.
  await plain.goto(`${product.url}/console/monitors/new`);
  await plain.getByLabel("Name", { exact: true }).fill("Mail's Redis");
  await plain.getByLabel("Address").fill(queue.url);
  await plain.getByLabel("Speaks for").selectOption({ label: "Mail" });
  await plain.getByRole("button", { name: "Try it first" }).click();
  await expect(plain.getByRole("status")).toContainText(/It finds\s*Major outage/, SEEN);
  await plain.getByRole("button", { name: "Begin to watch" }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Mail's Redis");
  await eventually("what the new monitor finds", async () => {
    await plain.reload();
    return plain.getByText("Major outage").first().isVisible();
  });
  await plain.getByRole("button", { name: "Pause" }).click();
  await expect(plain.getByRole("button", { name: "Let it look again" })).toBeVisible();

  const ada = await operator(browser);
  await open(ada, "/console/components");
  const handle = ada.getByRole("button", { name: /^Move News: / });
  await handle.focus();
  await ada.keyboard.press("ArrowUp");
  await expect.poll(() => order(ada), SEEN).toEqual(["Task orchestration", "News", "Search", "Mail"]);
  await expect(handle).toBeFocused();
  const [from, to] = [
    await ada.getByRole("button", { name: /^Move Mail: / }).boundingBox(),
    await ada.getByRole("listitem").filter({ hasText: "Task orchestration" }).first().boundingBox(),
  ];
  if (!from || !to) throw new Error("The list is not drawn.");
  await ada.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await ada.mouse.down();
  await ada.mouse.move(to.x + 40, to.y + 6, { steps: 4 });
  await ada.mouse.up();
  const arranged = ["Mail", "Task orchestration", "News", "Search"];
  await expect.poll(() => order(ada), SEEN).toEqual(arranged);
  await faultless(ada);
  await eventually("the order on the page", async () => {
    const { components } = (await (await fetch(`${product.url}/api/v2/components.json`)).json()) as {
      components: { name: string }[];
    };
    return components.map((one) => one.name).join() === arranged.join();
  });
});

function order(page: Page): Promise<string[]> {
  return page.locator("[data-drop-row] p:first-child a").allTextContents();
}
