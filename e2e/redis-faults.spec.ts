import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";
import { type SmtpSink, startSmtpSink } from "#e2e/smtp-sink.ts";

const TOKEN = "e2e-admin-token-of-at-least-32-characters";

type Scene = { redis: RedisServer; smtp: SmtpSink; product: Product; headline: () => Promise<string> };

/** A Redis that holds keys, a product that watches it, and a reader who gets mail. */
async function scene(notifyAfter: string, play: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-config-"));
  const redis = await startRedis();
  await using smtp = await startSmtpSink();
  let product: Product | undefined;
  try {
    await redis.say("SET session:1 x");
    const config = join(folder, "status.yaml");
    writeFileSync(
      config,
      `components: [{ slug: sessions, name: Sessions }]\nmonitors: [{ key: main, type: redis, url: "${redis.url}", components: [sessions], notify_after: ${notifyAfter} }]\n`,
    );
    product = await startProduct({ env: { PULSEPAGE_CONFIG: config, SMTP_URL: smtp.url, ADMIN_TOKEN: TOKEN } });
    const { url } = product;
    await fetch(`${url}/api/v1/subscribers`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ channel: "email", target: "reader@morning.example", confirmed: true }),
    });
    const headline = async () => /<h1[^>]*>([^<]*)/.exec(await (await fetch(url)).text())?.[1] ?? "";
    await says(headline, "All systems operational");
    await play({ redis, smtp, product, headline });
  } finally {
    await product?.stop();
    product?.remove();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function says(headline: () => Promise<string>, words: string): Promise<unknown> {
  return eventually(`the page to say “${words}”`, async () => (await headline()) === words);
}

test.describe.configure({ timeout: 180_000 });

test("a frozen Redis is shown and told as surely as a dead one, and so is its return", async () => {
  await scene("0s", async ({ redis, smtp, headline }) => {
    await redis.kill("SIGSTOP");
    await says(headline, "Sessions is unavailable");
    await eventually("the mail", () => smtp.received.length === 1);
    await redis.kill("SIGCONT");
    await says(headline, "All systems operational");
    const [down, up] = await eventually("the second mail", () => smtp.received.length === 2 && smtp.received);
    expect(up?.mail.text).toMatch(/works again/);
    expect(up?.mail.inReplyTo).toBe(down?.mail.messageId);
  });
});

test("a Redis that comes back empty is shown and told", async () => {
  await scene("0s", async ({ redis, smtp, headline }) => {
    // Until the probe has seen the key, nobody could know that it is gone.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await redis.kill("SIGKILL");
    await says(headline, "Sessions is unavailable");
    await redis.restart();
    await says(headline, "Sessions is degraded");
    await eventually("the mail about it", () =>
      smtp.received.some((one) => one.mail.text?.includes("what was stored there is gone")),
    );
  });
});

test("a Redis killed together with the worker that watched it, and back empty, is shown and told", async () => {
  await scene("1s", async ({ redis, smtp, product, headline }) => {
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    process.kill(product.pid("worker"), "SIGKILL");
    await redis.kill("SIGKILL");
    await redis.restart();
    await says(headline, "Sessions is degraded");
    await eventually("the mail about it", () =>
      smtp.received.some((one) => one.mail.text?.includes("what was stored there is gone")),
    );
  });
});

test("a Redis killed together with the worker, and staying away, is shown and told", async () => {
  await scene("1s", async ({ redis, smtp, product, headline }) => {
    process.kill(product.pid("worker"), "SIGKILL");
    await redis.kill("SIGKILL");
    await says(headline, "Sessions is unavailable");
    await eventually("the mail", () => smtp.received.length === 1);
  });
});

test("a blip shorter than notify_after is on the page and tells nobody", async () => {
  await scene("8s", async ({ redis, smtp, headline }) => {
    await redis.kill("SIGSTOP");
    await says(headline, "Sessions is unavailable");
    await redis.kill("SIGCONT");
    await says(headline, "All systems operational");
    await new Promise((resolve) => setTimeout(resolve, 9_000));
    expect(smtp.received).toHaveLength(0);
  });
});
