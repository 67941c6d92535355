import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";

const ADMIN = "an-admin-token-of-at-least-32-characters";
let product: Product;
let out: string;
let incidentId: string;
const servers: Server[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  out = mkdtempSync(join(tmpdir(), "pulsepage-e2e-export-"));
  product = await startProduct({ env: { ADMIN_TOKEN: ADMIN, EXPORT_TO: out } });
  incidentId = (await (await post("/api/v1/incidents", { title: "Jobs wait", body: "We are looking." })).json()).id;
});

test.afterAll(async () => {
  for (const server of servers) server.close();
  await product?.stop();
  product?.remove();
  if (out) rmSync(out, { recursive: true, force: true });
});

function post(path: string, body: object): Promise<Response> {
  return fetch(`${product.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Somebody else's site. */
async function serve(answer: (path: string) => { type: string; bytes: string | Buffer } | null): Promise<string> {
  const server = createServer((request, response) => {
    const found = answer(request.url ?? "/");
    response.writeHead(found ? 200 : 404, { "content-type": found?.type ?? "text/plain" }).end(found?.bytes);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test("a product's own page tells its readers what is wrong, once, and shows the state in a frame", async ({ page }) => {
  const body = `<h1>Our product</h1><iframe title="Service status" src="${product.url}/embed?theme=light"></iframe><script src="${product.url}/banner.js" async></script>`;
  const site = await serve(() => ({ type: "text/html", bytes: `<!doctype html><body>${body}</body>` }));
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  await page.goto(site);
  const notice = page.getByRole("status").getByRole("link", { name: "Jobs wait" });
  await expect(notice).toHaveAttribute("href", `${product.url}/incidents/${incidentId}`);
  await expect(page.frameLocator("iframe").getByRole("link", { name: "Jobs wait" })).toBeVisible();
  await page.getByRole("button", { name: "Close this notice" }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.frameLocator("iframe").getByRole("link", { name: "Jobs wait" })).toBeVisible();
  await expect(notice).toHaveCount(0);
  expect(troubles.filter((one) => !one.includes("favicon"))).toEqual([]);
});

test("a page leads to its feeds and its other forms, and planned work is found among the incidents too", async () => {
  const moments = { starts_at: "2040-01-01T10:00:00Z", ends_at: "2040-01-01T11:00:00Z" };
  const { id } = await (
    await post("/api/v1/maintenances", { title: "New disks", body: "We swap.", ...moments })
  ).json();
  const page = await fetch(`${product.url}/incidents/${id}`, { redirect: "manual" });
  const html = await page.text();
  expect([page.status, /<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1]]).toEqual([200, "<bdi>New disks</bdi>"]);
  const links = [...html.matchAll(/<link rel="(?:canonical|alternate)"[^>]*href="([^"]+)"/g)].map(
    ([, href = ""]) => href,
  );
  expect(links).toContain(`${product.url}/maintenance/${id}`);
  expect(links.length).toBe(7);
  for (const href of links) expect([href, (await fetch(new URL(href, product.url))).status]).toEqual([href, 200]);
});

test("an incident's picture is drawn for where its link is posted", async () => {
  const page = await (await fetch(`${product.url}/incidents/${incidentId}`)).text();
  const address = /<meta property="og:image" content="([^"]+)"/.exec(page)?.[1] as string;
  const picture = await fetch(address);
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
});

test("a copy on a plain file server has the page's own addresses, and follows it", async ({ browser }) => {
  const types: Record<string, string> = { ".html": "text/html", ".json": "application/json", ".js": "text/javascript" };
  const site = await serve((path) => {
    const file = [join(out, path, "index.html"), join(out, path)].find((one) => /\.\w+$/.test(one) && existsSync(one));
    return file ? { type: types[extname(file)] ?? "text/plain", bytes: readFileSync(file) } : null;
  });
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await eventually("the incident to be in the copy", () =>
    existsSync(join(out, "incidents", incidentId, "index.html")),
  );
  await page.goto(site);
  await page.getByRole("link", { name: "Jobs wait" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs wait");
  const { incidents } = await (await fetch(`${site}/api/v2/incidents/unresolved.json`)).json();
  expect(incidents.map((one: { id: string }) => one.id)).toEqual([incidentId]);
  await post(`/api/v1/incidents/${incidentId}/updates`, { body: "It is the disk.", status: "identified" });
  await eventually("the update to be in the copy", async () =>
    (await (await fetch(`${site}/incidents/${incidentId}.md`)).text()).includes("It is the disk."),
  );
});

test("a store whose file is removed takes nothing more and says so, while the page stays", async () => {
  const file = join(product.dataDir, "pulsepage.db");
  renameSync(file, `${file}.away`);
  const refused = await post("/api/v1/incidents", { title: "Lost", body: "This would be lost." });
  expect([refused.status, (await refused.json()).detail]).toEqual([503, expect.stringMatching(/removed or replaced/)]);
  await eventually("/readyz to say why", async () => {
    const ready = await fetch(`${product.url}/readyz`);
    return ready.status === 503 && (await ready.text()).includes("removed or replaced");
  });
  const page = await fetch(product.url);
  expect([page.status, (await page.text()).includes("Jobs wait")]).toEqual([200, true]);
  renameSync(`${file}.away`, file);
  await eventually("it to go on", async () => (await fetch(`${product.url}/readyz`)).status === 200);
  expect((await post("/api/v1/incidents", { title: "Kept", body: "This is kept." })).status).toBe(201);
});
