import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";

let redis: RedisServer;
let product: Product;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  const log = join(folder, "redis.log");
  mkdirSync(join(folder, "backups"));
  redis = await startRedis(["--maxmemory", "64mb", "--logfile", log]);
  const config = join(folder, "status.yaml");
  writeFileSync(
    config,
    `page: { name: MorningAI }
components: [{ slug: tasks, name: Task orchestration }, { slug: backups, name: Backups }]
monitors:
  - { key: queue-redis, name: Queue Redis, type: redis, url: "${redis.url}", components: [tasks], notify_after: 0s, log_file: ${log} }
  - { key: jobs, name: Jobs, type: rq, url: "${redis.url}", components: [tasks], notify_after: 300s }
  - { key: nightly, name: Nightly backup, type: backup, path: ${join(folder, "backups")}, promise: 26h, components: [backups], notify_after: 300s }
`,
  );
  product = await startProduct({ env: { PULSEPAGE_CONFIG: config } });
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  await redis?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function faultless(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

test("operators see what was changed, what is found, what to do and what was recorded", async ({ browser }) => {
  test.setTimeout(150_000);
  const operator = await (await browser.newContext()).newPage();
  await operator.goto(product.setupLink as string);
  await operator.getByLabel("Your name").fill("Ada");
  await operator.getByLabel("E-mail address").fill("ada@morning.example");
  await operator.getByLabel("Password").fill("a long enough password");
  await operator.getByRole("button").first().click();
  await expect(operator).toHaveURL(`${product.url}/console`);

  await operator.goto(`${product.url}/console/redis`);
  await expect(operator.getByText(/of 64 MiB used/)).toBeVisible();
  await redis.say("CONFIG SET maxmemory 32mb");
  await expect(operator.getByText("maxmemory 64 → 32 MiB")).toBeVisible({ timeout: 40_000 });
  await faultless(operator);

  // Without script a form waits for the worker's answer.
  const storageState = await operator.context().storageState();
  const plain = await (
    await browser.newContext({ javaScriptEnabled: false, storageState, viewport: { width: 390, height: 800 } })
  ).newPage();
  await plain.goto(`${product.url}/console/monitors`);
  await expect(plain.getByRole("listitem").filter({ hasText: "Nightly backup" })).toContainText("no backup is there");
  await plain.getByRole("button", { name: "Test now: Queue Redis" }).click();
  await expect(plain.getByRole("status")).toContainText(/Operational.*by Ada/);
  // What is found comes with the next look of the monitor, and a page without script has to be asked again.
  await eventually("what was found", async () => {
    await plain.reload();
    return plain.getByRole("heading", { name: "settings were changed" }).isVisible();
  });
  await operator.goto(plain.url());
  await faultless(operator);

  await redis.kill("SIGTERM");
  await operator.goto(`${product.url}/console`);
  const finding = operator.locator("section").filter({ hasText: "Queue Redis: was told to stop" }).last();
  await expect(finding).toContainText(/changed before.*maxmemory 64 → 32 MiB/);
  await finding.getByText("What to do").click();
  await expect(finding.getByText("It was stopped on purpose")).toBeVisible();
  await faultless(operator);

  await redis.restart();
  await operator.goto(`${product.url}/console/incidents`);
  await operator.getByRole("link", { name: "Task orchestration is unavailable" }).click();
  // A reload before the link has led anywhere would read the list for ever.
  await expect(operator).toHaveURL(/\/console\/incidents\/[a-z0-9]{12}$/);
  await eventually("what it said when it was back", async () => {
    await operator.reload();
    return operator.getByText(/When it answered again/).isVisible();
  });
  await expect(operator.getByRole("img", { name: /Memory used: last .* MiB/ })).toBeVisible();
  await faultless(operator);

  await operator.goto(`${product.url}/console/queues`);
  await expect(operator.getByRole("heading", { name: /Jobs/ })).toBeVisible();
  await faultless(operator);
});
