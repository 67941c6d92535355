import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { asText, barriersOn, lighthouseOf, walkByKeyboard } from "#e2e/everyone.ts";
import { type Product, startProduct } from "#e2e/product.ts";

const TOKEN = "e2e-admin-token-of-at-least-32-characters";
const CONFIGURATION = `page: { name: Brindle, time_zone: Europe/Berlin }
components:
  - { slug: mail, name: Mail, group: Basics }
  - { slug: jobs, name: Jobs }
`;

let product: Product;
let folder: string;
let incidentId: string;
let workId: string;

async function api(method: string, path: string, body: object): Promise<{ id: string } & Record<string, unknown>> {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${method} ${path} ${answer.status}`).toBe(true);
  return answer.json();
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  const config = join(folder, "status.yaml");
  writeFileSync(config, CONFIGURATION);
  product = await startProduct({ env: { PULSEPAGE_CONFIG: config, ADMIN_TOKEN: TOKEN } });
  const { id, updates } = await api("POST", "/incidents", {
    title: "Mail is late",
    body: "We look.",
    components: { mail: "major_outage" },
    expected_at: new Date(Date.now() + 3_600_000).toISOString(),
    notify: false,
  });
  incidentId = id;
  const [first] = updates as { id: string }[];
  await api("PATCH", `/incidents/${id}/updates/${first?.id}`, { body: "We look into the disk." });
  const later = new Date(Date.now() + 7_200_000).toISOString();
  await api("POST", `/incidents/${id}/updates`, { body: "A disk is full.", expected_at: later, notify: false });
  await api("POST", `/incidents/${id}/updates`, { body: "Well again.", status: "resolved", notify: false });
  await api("PATCH", `/incidents/${id}/postmortem`, { body: "## Why\n\nNo alarm.", published: true });
  const startsAt = Date.now() + 2 * 86_400_000;
  const work = await api("POST", "/maintenances", {
    title: "Redis upgrade",
    body: "Jobs wait for a few minutes.",
    starts_at: new Date(startsAt).toISOString(),
    ends_at: new Date(startsAt + 3_600_000).toISOString(),
    components: { jobs: "under_maintenance", mail: "degraded_performance" },
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

const pages = () => [
  "/",
  "/history",
  "/uptime",
  "/components/mail",
  `/incidents/${incidentId}`,
  `/maintenance/${workId}`,
  "/subscribe",
  "/nothing-here",
];

test("every page is for everyone: light and dark, in both directions, on a phone, enlarged", async ({ browser }) => {
  test.setTimeout(180_000);
  expect(await barriersOn(browser, product.url, pages())).toEqual([]);
});

test("Lighthouse on a phone finds nothing to say of the front page and of an incident's", async () => {
  test.setTimeout(180_000);
  const all = { accessibility: 100, "best-practices": 100, seo: 100 };
  const urls = ["/", `/incidents/${incidentId}`].map((path) => `${product.url}${path}`);
  expect(await lighthouseOf(urls)).toEqual([all, all]);
  expect(await (await fetch(`${product.url}/robots.txt`)).text()).toContain(`${product.url}/sitemap.xml`);
});

test("the keyboard reaches everything in the order of reading, and shows where it is", async ({ page }) => {
  for (const path of ["/", `/incidents/${incidentId}`, "/components/mail"]) {
    await page.goto(`${product.url}${path}`);
    const { reached, unseen, expected } = await walkByKeyboard(page);
    expect(reached).toEqual(expected);
    expect(unseen).toEqual([]);
  }
});

test("a text browser tells all of it", async () => {
  const front = await asText(product.url);
  expect(front).toMatch(/^All systems operational$/m);
  expect(front).toMatch(/^Mail\nOperational$/m);
  expect(front).toMatch(/Redis upgrade Jobs, Mail$/m);
  expect(front).toMatch(/90 days ago .* Today$/m);
  const incident = await asText(`${product.url}/incidents/${incidentId}`);
  expect(incident).toMatch(/Investigating \d\d:\d\d C?E[ST]+\b/);
  const told = ["Resolved", "Mail is late", "Well again.", "A disk is full.", "We look into the disk.", "No alarm."];
  const places = told.map((words) => incident.indexOf(words));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("a reader finds what happened without JavaScript", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(product.url);
  await page.getByRole("link", { name: "All history" }).click();
  await page.getByRole("link", { name: "Incidents" }).click();
  await page.getByRole("link", { name: "Mail is late" }).click();
  await expect(page.getByRole("heading", { name: "Postmortem" })).toBeVisible();
  await page.getByText("What it said before").click();
  await expect(page.getByText("We look.", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Expected resolution" })).toBeVisible();
  await page.goto(`${product.url}/maintenance/${workId}`);
  await expect(page.getByText(/Comes back every week on .*, by the clocks of Europe\/Berlin/)).toBeVisible();
  // The card of a day opens by keyboard alone, and closes again.
  await page.goto(`${product.url}/components/mail`);
  const day = page.getByRole("button", { name: /1 entry/ });
  await day.focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".pop:popover-open").getByRole("link", { name: "Mail is late" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".pop:popover-open")).toHaveCount(0);
  await context.close();
});

test("an operator plans work, learns what to know, begins it, extends it and completes it", async ({ page }) => {
  await page.goto(product.setupLink as string);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail address").fill("ada@brindle.example");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button").first().click();
  await page.getByRole("link", { name: "Planned work" }).click();
  await page.getByRole("link", { name: "Plan work" }).click();
  await page.getByLabel("What will be done?").fill("Disk replacement");
  await page.getByLabel("What readers and subscribers are told").fill("Mail waits for **ten** minutes.");
  await page.getByLabel("Mail").selectOption("under_maintenance");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText(/At the same time: “Redis upgrade”/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await page.getByRole("button", { name: "Plan work" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Disk replacement" })).toBeVisible();
  await page.getByRole("button", { name: "Begin now" }).click();
  await expect(page.getByText("No monitor watches its components.")).toBeVisible();
  await page.getByRole("button", { name: "+30 min" }).click();
  await expect(page.getByText("Moved").first()).toBeVisible();
  await page.getByRole("button", { name: "The work is done" }).click();
  // Nobody watches its components: the worker may have completed it before the press.
  const list = page.getByRole("listitem").filter({ hasText: "Completed" });
  await expect(async () => {
    await page.reload();
    await expect(list.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.goto(`${product.url}/history`);
  await expect(page.getByRole("link", { name: "Disk replacement" })).toBeVisible();

  await page.goto(`${product.url}/console/incidents/${incidentId}`);
  await page
    .getByRole("link", { name: /Edit the update/ })
    .last()
    .click();
  await page.getByLabel("What it should say").fill("We look into the disks.");
  await page.getByRole("button", { name: "Change the words" }).click();
  await expect(page.getByText("We look into the disks.")).toBeVisible();
  await page.getByLabel("What happened, why, and what changes").fill("An alarm was missing.");
  await page.getByRole("button", { name: "Publish changes" }).click();
  await expect(page.getByText("It is on the page now")).toBeVisible();
  await page.goto(`${product.url}/incidents/${incidentId}`);
  await expect(page.getByText("An alarm was missing.")).toBeVisible();
});
