import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { type Product, startProduct } from "#e2e/product.ts";
import { atMost, type Bench, type Block, told } from "./bench.ts";
import { liveThrough } from "./history.ts";

const COMPONENTS = 20;
const GROUPS = 4;
const LIMIT = 14 * 1024;
const KINDS = ["br", "gzip", "identity"] as const;
type Kind = (typeof KINDS)[number];

/** What a browser was sent: the headers as they stood, and the bytes as they were compressed. */
export type Answer = { status: number; rawHeaders: string[]; bytes: Buffer };

/** A product with 20 components in 4 groups and nothing to watch. */
export async function startWide(bench: Bench): Promise<Product> {
  const config = join(bench.folder, "wide.yaml");
  const line = (_: unknown, i: number) =>
    `  - { slug: part-${i}, name: Service number ${i}, group: Group ${i % GROUPS}, description: What people do with service ${i} }`;
  writeFileSync(config, `components:\n${Array.from({ length: COMPONENTS }, line).join("\n")}\n`);
  const starting = startProduct({ env: { PULSEPAGE_CONFIG: config }, dataDir: join(bench.folder, "wide") });
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
    atMost(`brotli, ${when}`, `${br} bytes`, br, LIMIT, `at most ${LIMIT} bytes`);
  return {
    title: `Page with ${COMPONENTS} components in ${GROUPS} groups`,
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
