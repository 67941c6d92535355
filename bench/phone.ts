import { join } from "node:path";
import { scoreOfSpeed } from "#e2e/everyone.ts";
import { startProduct } from "#e2e/product.ts";
import { type Bench, type Block, type Figure, median } from "./bench.ts";
import { liveThrough } from "./history.ts";

const RUNS = 5;
const TARGET = 100;

/** Lighthouse's figure of speed on a phone, with its usual slow network and processor. */
export async function measurePhone(bench: Bench): Promise<Block> {
  const product = await startProduct({ dataDir: join(bench.folder, "phone") });
  bench.defer(() => product.stop());
  await liveThrough(product);
  const open = await (await fetch(`${product.url}/api/v2/incidents/unresolved.json`)).json();
  const figures: Figure[] = [];
  for (const [name, path] of [
    ["the front page", "/"],
    ["an incident", `/incidents/${open.incidents[0].id}`],
  ] as const) {
    const scores: number[] = [];
    for (let run = 0; run < RUNS; run += 1) scores.push(await scoreOfSpeed(`${product.url}${path}`));
    const value = `${median(scores)} (${Math.min(...scores)} to ${Math.max(...scores)})`;
    figures.push({ name, value, target: `${TARGET}`, isMet: median(scores) >= TARGET });
  }
  const notes = [`${RUNS} runs each, throttling simulated; the rest of Lighthouse is part of npm test.`];
  return { title: "Lighthouse, performance on a phone", figures, notes };
}
