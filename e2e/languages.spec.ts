import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Product, startProduct } from "#e2e/product.ts";

const TOKEN = "e2e-admin-token-of-at-least-32-characters";
const CONFIGURATION = `page: { name: Brindle, time_zone: Europe/Berlin, language: en, languages: [de, ja, ar] }
components:
  - { slug: mail, name: Mail, description: Letters and notices }
  - { slug: jobs, name: Jobs }
`;
/** What stays in Latin letters on any page: zones, forms of files, and whose software it is. */
const SAME_EVERYWHERE =
  /\b(?:API|UTC|GMT|Europe\/Berlin|CSV|JSON|Atom|RSS|Slack|webhook|Workflows|Pulsepage|ntfy|https|sh|topic|POST|Discord|Microsoft|Teams|Webhook|WhatsApp|SMS|ms)\b/g;

let product: Product;
let folder: string;
let incidentId: string;
let workId: string;

async function api(path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${path} ${answer.status}`).toBe(true);
  return answer.status === 204 ? { id: "" } : answer.json();
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  const config = join(folder, "status.yaml");
  writeFileSync(config, CONFIGURATION);
  product = await startProduct({ env: { PULSEPAGE_CONFIG: config, ADMIN_TOKEN: TOKEN } });
  const incident = await api("/incidents", {
    title: "Mail is late",
    body: "We look into it.",
    components: { mail: "partial_outage" },
    expected_at: new Date(Date.now() + 3_600_000).toISOString(),
    notify: false,
    translations: { de: { title: "Post kommt zu spät", body: "Wir sehen nach." } },
  });
  incidentId = incident.id;
  await api("/translations", { language: "de", texts: { Mail: "Post", "Letters and notices": "Briefe" } });
  const startsAt = Date.now() + 2 * 86_400_000;
  const work = await api("/maintenances", {
    title: "Redis upgrade",
    body: "Jobs wait.",
    starts_at: new Date(startsAt).toISOString(),
    ends_at: new Date(startsAt + 3_600_000).toISOString(),
    components: { jobs: "under_maintenance" },
    recurrence: { rule: "FREQ=WEEKLY" },
    notify: false,
  });
  workId = work.id;
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const paths = () => [
  "/",
  "/history",
  "/uptime",
  "/components/mail",
  `/incidents/${incidentId}`,
  `/maintenance/${workId}`,
  "/subscribe",
  "/embed",
];

/** Everything a page says in its own language: what is marked as another one stands apart. */
const said = (page: Page) =>
  page.evaluate(() => {
    const own = document.documentElement.lang;
    for (const one of document.querySelectorAll("script, style, datalist")) one.remove();
    for (const one of document.querySelectorAll("body [lang]")) if (one.getAttribute("lang") !== own) one.remove();
    const named = [...document.body.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((one) =>
      ["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) ?? ""),
    );
    const texts: (string | null)[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent);
    return [...texts, ...named].join("\n");
  });

test("nothing on a page in another language is English, but what operators wrote and nobody has translated", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ javaScriptEnabled: true, locale: "ar" });
  const page = await context.newPage();
  for (const path of paths()) {
    const answer = await page.goto(`${product.url}/ar${path}`);
    expect(answer?.headers()["content-language"], path).toBe("ar");
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    // Names of components and titles in sentences of ours are the operators' too.
    const words = (await said(page))
      .replaceAll(/Brindle|Letters and notices|Mail is late|Redis upgrade|Mail|Jobs wait\.?|Jobs/g, "")
      .replaceAll(SAME_EVERYWHERE, "");
    expect({ path, latin: words.match(/[A-Za-z]{2,}/g) ?? [] }).toEqual({ path, latin: [] });
  }
  await context.close();
});

test("a reader changes the language without script, and finds translated words and those that are not", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(product.url);
  await page.getByRole("navigation", { name: "Languages" }).getByRole("link", { name: "Deutsch" }).click();
  await expect(page).toHaveURL(`${product.url}/de/`);
  await expect(page.getByRole("heading", { level: 1, name: "Post ist teilweise nicht verfügbar" })).toBeVisible();
  await page.getByRole("link", { name: "Post kommt zu spät" }).click();
  await expect(page).toHaveURL(`${product.url}/de/incidents/${incidentId}`);
  await expect(page.getByText("Wir sehen nach.")).toBeVisible();
  await expect(page.locator(`link[rel="alternate"][hreflang="x-default"]`)).toHaveAttribute(
    "href",
    `${product.url}/incidents/${incidentId}`,
  );
  await page.goto(`${product.url}/de/maintenance/${workId}`);
  await expect(page.locator("h1 bdi")).toHaveAttribute("lang", "en");
  await page.goto(`${product.url}/de/subscribe`);
  await page.getByLabel("E-Mail", { exact: true }).fill("ada@example.com");
  await page.getByRole("button", { name: "Anmelden" }).first().click();
  await expect(page.getByRole("heading", { name: "Sehen Sie in Ihre Mails" })).toBeVisible();
  // A language that the page does not have is no page of it.
  expect((await fetch(`${product.url}/fr/`)).status).toBe(404);
  await context.close();
});

test("an open page goes on in its language and offers the reader's own", async ({ browser }) => {
  const context = await browser.newContext({ locale: "de-DE" });
  const page = await context.newPage();
  await page.goto(product.url);
  await expect(page.locator("nav.offer a")).toHaveText("Deutsch");
  await page.locator("nav.offer a").click();
  await expect(page).toHaveURL(`${product.url}/de/`);
  await expect(page.locator("nav.offer a")).toHaveCount(0);
  await expect(page.locator("time[data-rel=for]").first()).toHaveText(/Sekunden?|Minuten?/);
  await expect(page.locator("time[data-rel=in]").first()).toHaveText(/^in etwa \d+ Minuten$/);
  await context.close();
});

test("the pages are for everyone in each language, on a phone, in light and dark", async ({ browser }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  for (const path of ["/de/", "/ja/", "/ar/", `/ar/incidents/${incidentId}`]) {
    await page.goto(`${product.url}${path}`);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
      expect({ path, colorScheme, found }).toEqual({ path, colorScheme, found: [] });
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect({ path, overflow: Math.max(0, overflow) }).toEqual({ path, overflow: 0 });
  }
  await context.close();
});
