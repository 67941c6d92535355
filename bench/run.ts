import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, isBuilt } from "#lib/supervisor/build.ts";
import type { Bench, Block } from "./bench.ts";
import { measureDetection } from "./detection.ts";
import { measurePage } from "./page.ts";
import { measurePosting } from "./posting.ts";
import { machineFacts, tableOf } from "./report.ts";
import { measureSize, startWide } from "./size.ts";

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const print = (text: string) => process.stdout.write(`${text}\n`);

/** The run was ended from outside. */
class Interrupted extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super("Interrupted.");
    this.exitCode = exitCode;
  }
}

function whenInterrupted(): Promise<never> {
  const interrupted = new Promise<never>((_, reject) => {
    for (const [name, code] of Object.entries(SIGNALS)) process.on(name, () => reject(new Interrupted(code)));
  });
  interrupted.catch(() => undefined);
  return interrupted;
}

/** Lets `work` start what it likes; whatever it has deferred is done afterwards, in any case. */
async function withBench<Result>(
  interrupted: Promise<never>,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "pulsepage-bench-"));
  const ends: (() => unknown)[] = [];
  let isOver = false;
  const defer = (end: () => unknown) => {
    // What was on its way when the run was interrupted ends as soon as it is there.
    if (isOver) void end();
    else ends.push(end);
  };
  const bench: Bench = { folder, interrupted, defer };
  try {
    return await Promise.race([work(bench), interrupted]);
  } finally {
    isOver = true;
    for (let end = ends.pop(); end; end = ends.pop()) {
      try {
        await end();
      } catch (error) {
        process.stderr.write(`Could not be ended: ${error instanceof Error ? error.message : error}\n`);
      }
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function main(): Promise<number> {
  process.chdir(join(import.meta.dirname, ".."));
  if (!isBuilt(process.cwd()) && !(await build(process.cwd()))) return 1;
  print(machineFacts().join("\n"));
  const interrupted = whenInterrupted();
  const blocks: Block[] = [];
  const tell = (block: Block) => {
    blocks.push(block);
    print(tableOf(block));
  };
  await withBench(interrupted, async (bench) => tell(await measureDetection(bench)));
  await withBench(interrupted, async (bench) => {
    const product = await startWide(bench);
    tell(await measureSize(product));
    tell(await measurePage(bench, product));
  });
  await withBench(interrupted, async (bench) => tell(await measurePosting(bench)));
  const missed = blocks.flatMap(({ figures }) => figures).filter(({ isMet }) => isMet === false);
  print(missed.length === 0 ? "All targets are met." : `Missed: ${missed.map(({ name }) => name).join("; ")}.`);
  return missed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
}
process.exit();
