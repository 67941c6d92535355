import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { connectDatabase, type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { atMost, type Bench, type Block, inMs, median, told } from "./bench.ts";
import { liveThrough } from "./history.ts";

/** A common page, and a large one: components, what a first visit may load, and how soon a change is to be read. */
const USUAL = { components: 20, limit: 14 * 1024 };
const LARGE = { components: 200, limit: 60 * 1024, withinMs: 300 };
const GROUPS = 4;
const CHANGES = 20;
const KINDS = ["br", "gzip", "identity"] as const;
type Kind = (typeof KINDS)[number];

/** What a browser was sent: the headers as they stood, and the bytes as they were compressed. */
export type Answer = { status: number; rawHeaders: string[]; bytes: Buffer };

/** A product with so many components in 4 groups and nothing to watch. */
export async function startWide(bench: Bench, components = USUAL.components): Promise<Product> {
  const config = join(bench.folder, `wide-${components}.yaml`);
  const line = (_: unknown, i: number) =>
    `  - { slug: part-${i}, name: Service number ${i}, group: Group ${i % GROUPS}, description: What people do with service ${i} }`;
  writeFileSync(config, `components:\n${Array.from({ length: components }, line).join("\n")}\n`);
  const starting = startProduct({
    env: { PULSEPAGE_CONFIG: config },
    dataDir: join(bench.folder, `wide-${components}`),
  });
  bench.defer(async () => (await starting.catch(() => null))?.stop());
  return starting;
}

/** How much a first visit has to load before it can draw: on the first day, and with a past and an incident. */
export async function measureSize(product: Product): Promise<Block> {
  const fresh = await sizesOf(product.url);
  await liveThrough(product);
  const lived = await sizesOf(product.url);
  const blocking = renderBlocking((await askFor(product.url, "identity")).bytes.toString("utf8"));
  const brotli = (when: string, { br }: Record<Kind, number>) =>
    atMost(`brotli, ${when}`, `${br} bytes`, br, USUAL.limit, `at most ${USUAL.limit} bytes`);
  return {
    title: `Page with ${USUAL.components} components in ${GROUPS} groups`,
    figures: [
      brotli("on the first day", fresh),
      brotli("90 days with outages, an incident", lived),
      told("the latter with gzip", `${lived.gzip} bytes`),
      told("the latter uncompressed", `${lived.identity} bytes`),
      atMost("render-blocking requests", String(blocking.length), blocking.length, 0, "0"),
    ],
    notes: blocking,
  };
}

/** A large page: how much a first visit loads, and how soon after a change the new page is in memory. */
export async function measureLarge(bench: Bench): Promise<Block> {
  const product = await startWide(bench, LARGE.components);
  await liveThrough(product);
  const { br, gzip, identity } = await sizesOf(product.url);
  const waits: number[] = [];
  const db = connectDatabase(`file:${product.dataDir}/pulsepage.db`);
  bench.defer(() => db.destroy());
  // The first changes find a renderer that has not drawn much yet.
  for (let i = 0; i < CHANGES; i += 1) waits.push(await timeOfChange(db, product.url));
  const settled = waits.slice(CHANGES / 4);
  return {
    title: `Page with ${LARGE.components} components in ${GROUPS} groups, 90 days with outages, an incident`,
    figures: [
      atMost("brotli", `${br} bytes`, br, LARGE.limit, `at most ${LARGE.limit} bytes`),
      told("gzip", `${gzip} bytes`),
      told("uncompressed", `${identity} bytes`),
      atMost(
        "change committed to new page in memory",
        inMs(settled),
        median(settled),
        LARGE.withinMs,
        `median at most ${LARGE.withinMs} ms`,
      ),
    ],
    notes: [`${settled.length} changes, one after the other; up to 250 ms of it until the front looks.`],
  };
}

/** Renames the page in the store, and asks until the page says so. */
async function timeOfChange(db: Database, url: string): Promise<number> {
  const name = `Page ${randomUUID()}`;
  const begun = performance.now();
  await inTransaction(db, async (tx) => {
    await tx.updateTable("page").set({ name }).execute();
    await bumpVersion(tx, Date.now());
  });
  await eventually("the change on the page", async () => (await askFor(url, "identity")).bytes.includes(name));
  return performance.now() - begun;
}

async function sizesOf(url: string): Promise<Record<Kind, number>> {
  const sizes = { br: 0, gzip: 0, identity: 0 };
  for (const kind of KINDS) sizes[kind] = (await askFor(url, kind)).bytes.length;
  return sizes;
}

/** The tags of the document that a browser must wait for before it draws. */
function renderBlocking(html: string): string[] {
  const styles = [...html.matchAll(/<link\b[^>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /\brel="?stylesheet/i.test(tag));
  const scripts = [...html.matchAll(/<script\b[^>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /\ssrc=/i.test(tag) && !/\s(defer|async)\b|\stype="?module/i.test(tag));
  const imports = [...html.matchAll(/@import\b[^;]*;/gi)].map(([rule]) => rule);
  return [...styles, ...scripts, ...imports];
}

export function askFor(url: string, encoding: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { "accept-encoding": encoding }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, rawHeaders: response.rawHeaders, bytes: Buffer.concat(chunks) }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}
