import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";
import { type SlackSink, startSlackSink } from "#e2e/slack-sink.ts";
import { type SmtpSink, startSmtpSink } from "#e2e/smtp-sink.ts";

const TOKEN = "e2e-admin-token-of-at-least-32-characters";

let redis: RedisServer;
let smtp: SmtpSink;
let slack: SlackSink;
let product: Product;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  [redis, smtp, slack] = await Promise.all([startRedis(), startSmtpSink(), startSlackSink()]);
  folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  const config = join(folder, "status.yaml");
  writeFileSync(
    config,
    `page: { name: MorningAI }
components:
  - { slug: tasks, name: Task orchestration, group: Agents, description: Queues and runs the agents’ jobs }
  - { slug: website, name: Website }
monitors:
  - { key: queue, type: redis, url: "${redis.url}", components: [tasks], notify_after: 120s }
`,
  );
  product = await startProduct({
    env: {
      PULSEPAGE_CONFIG: config,
      SMTP_URL: smtp.url,
      MAIL_FROM: "MorningAI status <status@morning.example>",
      SLACK_WEBHOOK_URL: slack.url,
      OUTBOUND_ALLOW: new URL(slack.url).host,
      ADMIN_TOKEN: TOKEN,
    },
  });
  const added = await fetch(`${product.url}/api/v1/subscribers`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ channel: "email", target: "reader@morning.example", confirmed: true }),
  });
  expect(added.status).toBe(201);
});

test.afterAll(async () => {
  await product?.stop();
  product?.remove();
  await Promise.all([redis?.stop(), smtp?.stop(), slack?.stop()]);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function withoutScript(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  return context.newPage();
}

test("from a dying Redis to a delivered notice, and back", async ({ page: reader, browser }) => {
  test.setTimeout(120_000);
  const heading = reader.getByRole("heading", { level: 1 });
  const errors: string[] = [];
  reader.on("pageerror", (error) => errors.push(String(error)));
  reader.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await reader.goto(product.url);
  await expect(heading).toHaveText("All systems operational");
  const plain = await withoutScript(browser);
  await plain.goto(product.url);
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("All systems operational");

  const operator = await (await browser.newContext()).newPage();
  await operator.goto(product.setupLink as string);
  await operator.getByLabel("Your name").fill("Ada");
  await operator.getByLabel("E-mail address").fill("ada@morning.example");
  await operator.getByLabel("Password").fill("a long enough password");
  await operator.getByRole("button").first().click();
  await expect(operator).toHaveURL(`${product.url}/console`);

  // The page that is already open says it by itself; without JavaScript it says it when it is read again.
  await redis.kill("SIGKILL");
  await expect(heading).toHaveText("Task orchestration is unavailable");
  await expect(reader).toHaveTitle(/^⚠ Task orchestration is unavailable/);
  await expect(reader.locator("link[rel~=icon]")).toHaveAttribute("href", /icon-major/);
  await plain.reload();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Task orchestration is unavailable");
  await expect(plain.getByRole("listitem").filter({ hasText: "Website" }).first()).toContainText("Operational");

  await operator.goto(`${product.url}/console`);
  await operator
    .getByRole("link", { name: /report/i })
    .first()
    .click();
  await expect(operator.getByLabel("Task orchestration")).toHaveValue("major_outage");
  await operator.getByLabel("What do your users notice?").fill("Agent tasks are not starting");
  await operator
    .getByLabel("Update for the page and the notices")
    .fill("Tasks submitted now are **kept** and will run when the queue is back.");
  await operator.getByText("30 min").click();
  await expect(operator.getByText(/1 by email/)).toBeVisible();
  await operator.getByLabel("Update for the page and the notices").press("Control+Enter");

  const story = reader.getByRole("article").filter({ hasText: "Agent tasks are not starting" });
  await expect(story).toContainText("Expected back by");
  await expect(story).toContainText("Tasks submitted now are kept");

  await eventually(
    "the first mail and the first Slack message",
    () => smtp.received.length > 0 && slack.accepted.length > 0,
  );
  const [first] = smtp.received;
  expect(first?.recipients).toEqual(["reader@morning.example"]);
  expect(first?.mail.subject).toContain("Agent tasks are not starting");
  expect(first?.mail.text).toContain("Tasks submitted now are kept");
  expect(first?.mail.text).toMatch(/expected/i);
  expect(JSON.stringify(slack.accepted[0]?.body)).toContain("Agent tasks are not starting");

  await story.getByRole("link", { name: "Agent tasks are not starting" }).click();
  await expect(heading).toHaveText("Agent tasks are not starting");
  const id = new URL(reader.url()).pathname.split("/").at(-1);

  await redis.restart();
  await expect(reader.getByText(/checks have been passing/i)).toBeVisible({ timeout: 20_000 });

  await operator.goto(`${product.url}/console/incidents/${id}`);
  await operator.getByText("Resolved", { exact: true }).click();
  await operator.getByLabel("Update for the page and the notices").fill("The queue is back; no task was lost.");
  await operator.getByLabel("Update for the page and the notices").press("Control+Enter");
  await reader.goto(product.url);
  await expect(heading).toHaveText("All systems operational", { timeout: 15_000 });
  await expect(reader.getByRole("link", { name: "Agent tasks are not starting" })).toBeVisible();

  await eventually(
    "the second mail and the second Slack message",
    () => smtp.received.length > 1 && slack.accepted.length > 1,
  );
  expect(smtp.received).toHaveLength(2);
  expect(slack.accepted).toHaveLength(2);
  const second = smtp.received[1];
  expect(second?.mail.inReplyTo).toBe(first?.mail.messageId);
  expect(second?.mail.subject).toBe(first?.mail.subject);
  expect(errors).toEqual([]);
});
