import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type SmtpSink, startSmtpSink } from "#e2e/smtp-sink.ts";

let smtp: SmtpSink;
let product: Product;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  smtp = await startSmtpSink();
  product = await startProduct({ env: { SMTP_URL: smtp.url, MAIL_FROM: "Status <status@morning.example>" } });
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  await smtp?.stop();
});

test.use({ javaScriptEnabled: false });

test("a reader subscribes, confirms by the link, and leaves, all without JavaScript", async ({ page }) => {
  await page.goto(product.url);
  await page.getByRole("link", { name: "Get updates" }).first().click();
  await page.getByRole("textbox", { name: "Email", exact: true }).fill("reader@morning.example");
  await page.getByRole("button").first().click();
  const [asked] = await eventually("the confirmation mail", () => smtp.received.length > 0 && smtp.received);
  const link = /https?:\/\/\S+\/subscriptions\/\S+/.exec(asked?.mail.text ?? "")?.[0] as string;
  expect(asked?.mail.text).toMatch(/\b\d{6}\b/);

  // Looking at the link, as mail scanners do, changes nothing.
  await fetch(link);
  await page.goto(link);
  await page.getByRole("button", { name: /confirm/i }).click();
  await expect(page.getByText(/We send updates/)).toBeVisible();
  await page
    .getByRole("button", { name: /unsubscribe|end|stop/i })
    .first()
    .click();
  await expect(page.getByText(/no longer|ended|unsubscribed/i).first()).toBeVisible();
});

test("a known and an unknown address get the same answer", async () => {
  const ask = async (target: string) => {
    const answer = await fetch(`${product.url}/subscribe`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ channel: "email", target }).toString(),
    });
    return { status: answer.status, text: (await answer.text()).replaceAll(target, "") };
  };
  const first = await ask("twice@morning.example");
  expect(await ask("twice@morning.example")).toEqual(first);
});

test.describe("for everyone", () => {
  test.use({ javaScriptEnabled: true });
  for (const [name, scheme, width] of [
    ["light", "light", 1200],
    ["dark on a phone", "dark", 390],
  ] as const) {
    test(`the public pages have no accessibility violations, ${name}`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 844 } });
      const page = await context.newPage();
      for (const path of ["/", "/subscribe", "/incidents/000000000000", "/console/sign-in"]) {
        await page.goto(`${product.url}${path}`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((one) => `${path}: ${one.id} ${one.nodes.map((node) => node.target).join(" ")}`)).toEqual(
          [],
        );
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
      await context.close();
    });
  }
});
