import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "@playwright/test";
import { eventually, freePort, type Product, startProduct } from "#e2e/product.ts";
import { startSlackSink } from "#e2e/slack-sink.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";

const TOKEN = "e2e-admin-token-of-at-least-32-characters";
const NOWHERE = { ADMIN_TOKEN: TOKEN, REDIS_URL: "redis://127.0.0.1:1" };

test.describe.configure({ timeout: 180_000 });

/** Runs the command line to its end. */
function run(args: string[], env: Record<string, string>): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["bin/pulsepage.ts", ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("close", (status) => resolve({ status, said }));
  });
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-refusal-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function running(
  env: Record<string, string>,
  dataDir: string | undefined,
  work: (product: Product) => Promise<void>,
): Promise<void> {
  const product = await startProduct({ env: { ...NOWHERE, ...env }, ...(dataDir ? { dataDir } : {}) });
  try {
    await work(product);
  } finally {
    await product.stop();
    if (!dataDir) product.remove();
  }
}

function post(product: Product, title: string): Promise<Response> {
  return fetch(`${product.url}/api/v1/incidents`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ title, body: "Something." }),
  });
}

const noStack = (said: string) => expect(said).not.toMatch(/\n\s+at |node:internal|\.ts:\d+/);

test("wrong settings stop the start, all named at once, without their values", async () => {
  const { status, said } = await run(["start"], {
    PORT: "eighty",
    SMTP_URL: "http://u:hidden-word@h",
    PUBLIC_URL: "nonsense",
  });
  expect(status).toBe(1);
  for (const name of ["PORT", "SMTP_URL", "PUBLIC_URL"]) expect(said).toContain(name);
  expect(said).not.toMatch(/hidden-word|eighty|nonsense/);
  noStack(said);
});

test("a wrong status.yaml stops the start with file, line and reason; a running one stays in force", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "status.yaml");
    writeFileSync(file, "components:\n  - { slug: Api, name: API }\n");
    const refused = await run(["start"], { PULSEPAGE_CONFIG: file, DATA_DIR: folder, PORT: String(await freePort()) });
    expect(refused.status).toBe(1);
    expect(refused.said).toContain("status.yaml, line 2");
    noStack(refused.said);

    writeFileSync(file, "components:\n  - { slug: api, name: API }\n");
    await running({ PULSEPAGE_CONFIG: file }, undefined, async (product) => {
      writeFileSync(file, "components: nonsense\n");
      await eventually("the refusal in the log", () =>
        product.output().includes("The changed configuration is not usable"),
      );
      writeFileSync(file, "components:\n  - { slug: api, name: API }\n  - { slug: web, name: Website }\n");
      await eventually("the new component on the page", async () =>
        (await (await fetch(product.url)).text()).includes("Website"),
      );
    });
  });
});

test("a second instance is refused in one sentence: on the same port, and on the same data folder", async () => {
  await running({}, undefined, async (product) => {
    const port = new URL(product.url).port;
    await inFolder(async (folder) => {
      const samePort = await run(["start"], { ...NOWHERE, PORT: port, HOST: "127.0.0.1", DATA_DIR: folder });
      expect(samePort).toMatchObject({ status: 1, said: expect.stringContaining(`Port ${port} is already in use`) });
      noStack(samePort.said);
    });
    const sameFolder = await run(["start"], { ...NOWHERE, PORT: String(await freePort()), DATA_DIR: product.dataDir });
    expect(sameFolder).toMatchObject({ status: 1, said: expect.stringContaining("already runs on") });
    noStack(sameFolder.said);
    expect((await fetch(product.url)).status).toBe(200);
  });
});

test("a store that cannot be opened stops the start in words", async () => {
  await inFolder(async (folder) => {
    const port = String(await freePort());
    mkdirSync(join(folder, "a-folder"));
    writeFileSync(
      join(folder, "garbage.db"),
      "this is no database, and long enough not to be taken for an empty file".repeat(20),
    );
    for (const name of ["a-folder", "garbage.db", "not/there.db"]) {
      const { status, said } = await run(["start"], {
        ...NOWHERE,
        PORT: port,
        DATA_DIR: folder,
        DATABASE_URL: `file:${join(folder, name)}`,
      });
      expect(status).toBe(1);
      expect(said).toMatch(/The store cannot be opened\. The store/);
      noStack(said);
    }
  });
});

test("a store that is missing or damaged at a start is not replaced: the pages are shown as last confirmed until it is back", async () => {
  const first = await startProduct({ env: NOWHERE });
  const store = join(first.dataDir, "pulsepage.db");
  let again: Product | null = null;
  try {
    expect((await post(first, "Known before")).status).toBe(201);
    // The file is replaced as a whole: for a moment there is none.
    const isKept = (words: string) => {
      try {
        return readFileSync(join(first.dataDir, "pages/current.json"), "utf8").includes(words);
      } catch {
        return false;
      }
    };
    await eventually("the page on disk", () => isKept("Known before"));
    await first.stop();
    renameSync(store, `${store}.away`);
    again = await startProduct({ env: NOWHERE, dataDir: first.dataDir });
    const shown = async () => (await fetch(again?.url as string)).text();
    const page = await shown();
    expect(page).toContain("Known before");
    expect(page).toContain("this is what we last knew");
    expect((await fetch(`${again.url}/readyz`)).status).toBe(503);
    expect(again.output()).toContain("The store's file is missing");
    noStack(again.output());
    expect(existsSync(store)).toBe(false);
    writeFileSync(store, "no database ".repeat(500));
    expect((await post(again, "Not taken")).status).toBe(503);
    expect(await shown()).toContain("this is what we last knew");
    renameSync(`${store}.away`, store);
    const isPresent = async () => {
      const text = await shown().catch(() => "");
      return text.includes("Known before") && !text.includes("this is what we last knew");
    };
    await eventually("the present", isPresent, 90_000);
    expect((await post(again, "Taken again")).status).toBe(201);
  } finally {
    await (again ?? first).stop();
    first.remove();
  }
});

test("a hanging mail server delays neither page nor Slack, and loses nothing", async () => {
  await using smtp = await startSmtpSink();
  await using slack = await startSlackSink();
  smtp.mode = "hang";
  await running(
    { SMTP_URL: smtp.url, SLACK_WEBHOOK_URL: slack.url, OUTBOUND_ALLOW: slack.address },
    undefined,
    async (product) => {
      await fetch(`${product.url}/api/v1/subscribers`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
        body: JSON.stringify({ channel: "email", target: "reader@morning.example", confirmed: true }),
      });
      expect((await post(product, "Told all the same")).status).toBe(201);
      await eventually(
        "the page",
        async () => (await (await fetch(product.url)).text()).includes("Told all the same"),
        5_000,
      );
      await eventually("Slack", () => slack.accepted.length === 1, 5_000);
      smtp.mode = "accept";
      await eventually("the mail", () => smtp.received.length === 1, 60_000);
    },
  );
});

test("a locked store refuses writing in words and keeps the page", async () => {
  await running({}, undefined, async (product) => {
    const lock = new DatabaseSync(join(product.dataDir, "pulsepage.db"));
    lock.exec("begin exclusive");
    try {
      const answer = await post(product, "Not now");
      expect(answer.status).toBe(503);
      const said = await answer.text();
      expect(said).toContain("Nothing was changed");
      noStack(said);
      expect((await fetch(product.url)).status).toBe(200);
    } finally {
      lock.exec("rollback");
      lock.close();
    }
    await eventually("posting to work again", async () => (await post(product, "Now")).status === 201);
    expect(await (await fetch(product.url)).text()).not.toContain("Not now");
  });
});

test("a full disk refuses writing in words, keeps the page, and heals", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-disk-"));
  const mounted = (() => {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  })();
  test.skip(!mounted, "a small disk can only be made with the right to mount one");
  try {
    await running({}, folder, async (product) => {
      const { bsize, bavail } = statfsSync(folder);
      writeFileSync(join(folder, "ballast"), Buffer.alloc(bsize * bavail));
      const refused = await eventually(
        "a refusal",
        async () => {
          const answer = await post(product, "No room");
          return answer.status === 503 ? answer : null;
        },
        60_000,
      );
      const said = await refused.text();
      expect(said).toContain("Nothing was changed");
      noStack(said);
      expect((await fetch(product.url)).status).toBe(200);
      rmSync(join(folder, "ballast"));
      await eventually("posting to work again", async () => (await post(product, "Room again")).status === 201);
      await eventually("the page", async () => (await (await fetch(product.url)).text()).includes("Room again"));
    });
  } finally {
    execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});
