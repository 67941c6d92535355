import { availableParallelism } from "node:os";
import type { Product } from "#e2e/product.ts";
import { connectDatabase } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { type Bench, type Block, type Figure, median, told } from "./bench.ts";
import { exportTo } from "./exported.ts";
import { type Load, loadPage, loadProgram } from "./load.ts";
import { onProcessor, pin, type Rival, startBareNode, startExported, startNginx } from "./rivals.ts";
import { askFor } from "./size.ts";

const ROUNDS = 5;
const SECONDS = 3;
/** Through the lane beside nginx, and without it beside a bare server. */
const LANE_TARGET = 0.7;
const NODE_TARGET = 0.9;
/** A copy of the site is nginx's own affair; what is left is the noise of the machine. */
const EXPORT_TARGET = 0.9;
/** A header that the lane leaves to node:http. */
const BESIDE_THE_LANE = { TE: "trailers" };
const SERVER_PROCESSOR = 0;
const LOAD_PROCESSOR = 1;

/** How fast the page is served, beside the least that Node can do and beside nginx, in turns. */
export async function measurePage(bench: Bench, product: Product): Promise<Block> {
  const processors = availableParallelism();
  const pinned = onProcessor(SERVER_PROCESSOR, processors);
  const answer = await askFor(product.url, "gzip, deflate, br");
  pin(product.pid("front"), SERVER_PROCESSOR, processors);
  const nginx = await startNginx(bench, answer, pinned);
  const front: Rival = { name: "Pulsepage", url: `${product.url}/` };
  const bare = await startBareNode(bench, answer, pinned);
  const beside: Rival = { name: "Pulsepage without the lane", url: front.url, extra: BESIDE_THE_LANE };
  const etag = String(answer.rawHeaders[answer.rawHeaders.findIndex((name) => name.toLowerCase() === "etag") + 1]);
  const others: Rival[] = [
    { name: "Pulsepage, 304", url: front.url, extra: { "If-None-Match": etag } },
    { name: "Pulsepage, summary.json", url: `${product.url}/api/v2/summary.json` },
  ];
  const exported = nginx && (await startExported(bench, await exportTo(bench, product), pinned));
  const equals = [front, beside, bare, ...(nginx ? [nginx] : [])];
  for (const rival of equals) await mustBeEqual(rival, answer.bytes);
  const rivals = [...equals, ...others, ...(exported ? [exported] : [])];
  const loads = await takeTurns(rivals, onProcessor(LOAD_PROCESSOR, processors));
  const changing: Rival = { ...front, name: "Pulsepage, a change every second" };
  await whileItChanges(product, async () => {
    for (const [rival, rounds] of await takeTurns([changing], onProcessor(LOAD_PROCESSOR, processors)))
      loads.set(rival, rounds);
  });
  return {
    title: "Serving the page",
    figures: [
      ...[...rivals, changing].map((one) => served(one, loads)),
      ratio(beside, bare, NODE_TARGET, loads),
      ratio(front, bare, null, loads),
      ...(nginx ? [ratio(front, nginx, LANE_TARGET, loads)] : []),
      ...(nginx ? [ratio(changing, nginx, null, loads)] : []),
      ...(nginx && exported ? [ratio(exported, nginx, EXPORT_TARGET, loads)] : []),
    ],
    notes: [
      `${ROUNDS} rounds in turns of ${SECONDS} s each, 64 connections, made by ${loadProgram()}; ${answer.bytes.length} bytes of brotli; medians.`,
      pinned.length > 0
        ? `Servers on processor ${SERVER_PROCESSOR}, load on processor ${LOAD_PROCESSOR}.`
        : "Servers and load share the processors.",
      ...(nginx ? [] : ["nginx is left out: it is not on this machine (Debian package nginx-light)."]),
      ...(loadProgram() === "wrk" ? [] : ["wrk is not on this machine (Debian package wrk)."]),
    ],
  };
}

/** All serve as many bytes, give or take how well the page is packed at its age, or the comparison means nothing. */
async function mustBeEqual({ name, url }: Rival, bytes: Buffer): Promise<void> {
  const answer = await askFor(url, "gzip, deflate, br");
  if (answer.status !== 200 || Math.abs(answer.bytes.length - bytes.length) > bytes.length / 6)
    throw new Error(`${name} serves something else.`);
}

/** Lets something public change once a second meanwhile. */
async function whileItChanges(product: Product, work: () => Promise<void>): Promise<void> {
  const db = connectDatabase(`file:${product.dataDir}/pulsepage.db`);
  const changing = setInterval(() => void bumpVersion(db, Date.now()), 1_000);
  try {
    await work();
  } finally {
    clearInterval(changing);
    await db.destroy();
  }
}

async function takeTurns(rivals: readonly Rival[], pinned: readonly string[]): Promise<Map<Rival, Load[]>> {
  const loads = new Map<Rival, Load[]>(rivals.map((rival) => [rival, []]));
  for (const rival of rivals) await loadPage(rival, 1, pinned);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const rival of rivals) loads.get(rival)?.push(await loadPage(rival, SECONDS, pinned));
  return loads;
}

function served(rival: Rival, loads: ReadonlyMap<Rival, Load[]>): Figure {
  const rounds = loads.get(rival) ?? [];
  const perSecond = rounds.map((load) => Math.round(load.perSecond));
  const p99 = median(rounds.map((load) => load.p99Ms)).toFixed(1);
  const range = `${Math.min(...perSecond)} to ${Math.max(...perSecond)}`;
  return told(rival.name, `${median(perSecond)} requests/s (${range}), p99 ${p99} ms`);
}

/** The median of each round's ratio: what disturbs the machine for a while disturbs both. `target` null: only told. */
function ratio(one: Rival, other: Rival, target: number | null, loads: ReadonlyMap<Rival, Load[]>): Figure {
  const others = loads.get(other) ?? [];
  const ratios = (loads.get(one) ?? []).map((load, i) => load.perSecond / (others[i]?.perSecond ?? Number.NaN));
  const name = `${one.name} to ${other.name}`;
  const value = median(ratios);
  if (target === null) return told(name, value.toFixed(2));
  return { name, value: value.toFixed(2), target: `at least ${target}`, isMet: value >= target };
}
