import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type HttpSink, startHttpSink } from "#e2e/http-sink.ts";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type PushBrowser, pushBrowser } from "#e2e/push-browser.ts";

const TOKEN = "t".repeat(40);

let service: HttpSink;
let product: Product;
let keys: PushBrowser;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  service = await startHttpSink(() => ({ status: 201 }));
  keys = pushBrowser(`${service.url}/push/abc`);
  folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  const config = join(folder, "status.yaml");
  // Nothing is watched: nothing but what the test posts is told.
  writeFileSync(config, "page: { name: MorningAI }\ncomponents: [{ slug: tasks, name: Tasks }]\nmonitors: []\n");
  const env = { OUTBOUND_ALLOW: service.address, ADMIN_TOKEN: TOKEN, PULSEPAGE_CONFIG: config };
  product = await startProduct({ env });
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  await service?.[Symbol.asyncDispose]();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function faultless(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test("a visitor turns notifications on, and the browser shows what is told", async ({ browser }) => {
  const context = await browser.newContext({ permissions: ["notifications"] });
  const page = await context.newPage();
  // The one thing that cannot be had on this machine: a push service. The worker, the keys and the message are real.
  await page.addInitScript((target) => {
    PushManager.prototype.subscribe = async () => ({ toJSON: () => JSON.parse(target) }) as PushSubscription;
  }, keys.target);
  const devtools = await context.newCDPSession(page);
  let registrationId = "";
  devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    registrationId = registrations[0]?.registrationId ?? registrationId;
  });
  await devtools.send("ServiceWorker.enable");
  await page.goto(`${product.url}/subscribe`);
  await page.getByRole("button", { name: "Notify me in this browser" }).click();
  await expect(page.getByRole("heading", { name: "Your subscription" })).toBeVisible();

  const posted = await fetch(`${product.url}/api/v1/incidents`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ title: "Tasks wait", body: "We are on it." }),
  });
  expect(posted.status).toBe(201);
  const [request] = await eventually("the push", () => service.requests.length > 0 && service.requests);
  const data = JSON.stringify(keys.read(request?.bytes as Buffer));
  await eventually("the worker", () => registrationId);
  await devtools.send("ServiceWorker.deliverPushMessage", { origin: product.url, registrationId, data });
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
    });
  await expect.poll(shown).toEqual([{ title: "Investigating: Tasks wait", body: "We are on it." }]);
  await context.close();
});

test("an operator words the messages, sees how they read, and reports with a template", async ({ page }) => {
  await page.goto(product.setupLink as string);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail address").fill("ada@morning.example");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button").first().click();
  await expect(page).toHaveURL(`${product.url}/console`);

  await page.goto(`${product.url}/console/templates`);
  await faultless(page);
  await page.getByRole("link", { name: "Word the messages" }).click();
  await page.getByLabel("Name, for you").fill("Ours");
  await page.getByLabel("First line").fill("{{page}} says: {{titel}}");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("“{{titel}}” is not a variable here.").first()).toBeVisible();
  await page.getByLabel("First line").fill("{{page}} says: {{title}}");
  await page.getByRole("button", { name: "Preview" }).click();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByText(/says: Tasks wait/).first()).toBeVisible();
  await expect(preview.getByRole("heading")).toHaveCount(10);
  await faultless(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(`${product.url}/console/templates`);
  await expect(page.getByText("Ours")).toBeVisible();

  await page.getByRole("link", { name: "Report with it: Something is wrong, cause not known" }).click();
  await expect(page.getByLabel("What do your users notice?")).toHaveValue("The platform: we are looking into it");
});
