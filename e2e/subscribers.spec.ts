import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type SmtpSink, startSmtpSink } from "#e2e/smtp-sink.ts";

const TOKEN = "e2e-admin-token-of-at-least-32-characters";

let smtp: SmtpSink;
let product: Product;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  smtp = await startSmtpSink();
  product = await startProduct({
    env: { ADMIN_TOKEN: TOKEN, REDIS_URL: "redis://127.0.0.1:1", SMTP_URL: smtp.url },
  });
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  await smtp?.stop();
});

async function api(path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string };
}

/** What the page without a script shows, looked at by axe, which needs one. */
async function expectSound(page: Page): Promise<void> {
  const context = await (page.context().browser() as Browser).newContext({
    storageState: await page.context().storageState(),
    viewport: page.viewportSize(),
  });
  const sound = await context.newPage();
  await sound.goto(page.url());
  const { violations } = await new AxeBuilder({ page: sound }).analyze();
  expect(violations.map((one) => `${one.id} ${one.nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
  expect(await sound.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await context.close();
}

const mailTo = (address: string, words: string) =>
  eventually(`a mail to ${address} that says ${words}`, () =>
    smtp.received.find((one) => one.recipients[0] === address && one.mail.text?.includes(words)),
  );

test("operators add and import subscribers, and see what became of each message, also without JavaScript", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(product.setupLink as string);
  await page.getByLabel(/name/i).first().fill("Ada");
  await page.getByLabel(/e-?mail/i).fill("ada@morning.example");
  await page.getByLabel(/password/i).fill("a long enough password 1");
  await page.getByRole("button").first().click();
  await page.goto(`${product.url}/console/subscribers`);

  await page.getByLabel("Address, number or key").fill("one@morning.example");
  await page.getByLabel(/agreed already/).check();
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText(/Say on what it rests/).first()).toBeVisible();
  await expect(page.getByLabel("Address, number or key")).toHaveValue("one@morning.example");
  await page.getByLabel("On what that rests").fill("Asked us by telephone");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("from now on they are told")).toBeVisible();
  await expect(page.getByText("Asked us by telephone")).toBeVisible();

  await page.getByRole("link", { name: "Import" }).click();
  await page.getByRole("textbox", { name: "Subscribers" }).fill("two@morning.example\nnot an address\n");
  await page.getByRole("button", { name: "Look it through" }).click();
  await expect(page.getByText(/1 new subscriber, 0 known ones, 1 row/)).toBeVisible();
  await page.getByLabel(/On what it rests/).fill("Our former page");
  await page.getByLabel(/confirmed their addresses/).check();
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByText(/1 subscriber imported; 1 row could not be used/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Subscribers" })).toHaveValue("not an address");

  await api("/incidents", { title: "Jobs wait", body: "We are looking into it." });
  for (const address of ["one@morning.example", "two@morning.example"])
    await mailTo(address, "We are looking into it.");
  await eventually("both messages to be settled", async () => {
    await page.goto(`${product.url}/console/deliveries`);
    return page.getByText("2 delivered").isVisible();
  });
  await expectSound(page);
  await page.getByRole("link", { name: "Jobs wait" }).click();
  await expect(page.getByText("one@morning.example")).toBeVisible();
  await expectSound(page);
  await page.goto(`${product.url}/console/subscribers?q=two`);
  await expect(page.getByText("two@morning.example")).toBeVisible();
  await expect(page.getByText("one@morning.example")).toHaveCount(0);
  await expectSound(page);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/^subscribers-.*\.csv$/);
  await context.close();
});

test("a reader follows one incident from its page, and changes what comes on the manage page", async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const { id } = await api("/incidents", { title: "Search is slow", body: "We know." });
  await eventually(
    "the incident's page",
    async () => (await page.goto(`${product.url}/incidents/${id}`))?.status() === 200,
  );
  await page.getByLabel("Email").fill("reader@morning.example");
  await page.getByRole("button", { name: "Tell me how it goes on" }).click();
  const { mail } = await mailTo("reader@morning.example", "/subscriptions/");
  await page.goto(/https?:\/\/\S+\/subscriptions\/\S+/.exec(mail.text ?? "")?.[0] as string);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText(/updates about Search is slow/)).toBeVisible();
  await expectSound(page);

  await page.getByLabel("Everything on this page").check();
  await page.getByLabel("How often").selectOption("daily");
  await page.getByLabel("Time zone").fill("Nowhere/At all");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("time zone");
  await page.getByLabel("Everything on this page").check();
  await page.getByLabel("How often").selectOption("daily");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/updates about everything/)).toBeVisible();
  await page.getByRole("button", { name: "Pause for a day" }).click();
  await expect(page.getByText(/we send nothing before/)).toBeVisible();
  await page.getByLabel(/Forget my address/).check();
  await page.getByRole("button", { name: "Erase" }).click();
  await expect(page.getByText("You are forgotten")).toBeVisible();
  await context.close();
});
