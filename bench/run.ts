import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, isBuilt } from "#lib/supervisor/build.ts";
import type { Bench, Block } from "./bench.ts";
import { measureDetection } from "./detection.ts";
import { measureFaults } from "./faults.ts";
import { measureDrain, measureNotices } from "./notices.ts";
import { measurePage } from "./page.ts";
import { measurePast } from "./past.ts";
import { measurePhone } from "./phone.ts";
import { measurePosting } from "./posting.ts";
import { machineFacts, tableOf } from "./report.ts";
import { measureLarge, measureSize, startWide } from "./size.ts";
import { measureSoak } from "./soak.ts";
import { measureStreams } from "./streams.ts";
import { measureTargets } from "./targets.ts";

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

type Measure = (bench: Bench, tell: (block: Block) => void) => Promise<void>;

/** What `npm run bench` measures; each part alone by its name. What a part has started ends before the next begins. */
const PARTS: Readonly<Record<string, readonly Measure[]>> = {
  detection: [
    async (bench, tell) => tell(await measureDetection(bench)),
    async (bench, tell) => tell(await measureFaults(bench)),
    async (bench, tell) => tell(await measureSoak(bench)),
    async (bench, tell) => tell(await measureTargets(bench)),
  ],
  page: [
    async (bench, tell) => {
      const product = await startWide(bench);
      tell(await measureSize(product));
      tell(await measurePage(bench, product));
    },
    async (bench, tell) => tell(await measureLarge(bench)),
    async (bench, tell) => tell(await measurePast(bench)),
    async (bench, tell) => tell(await measurePhone(bench)),
    async (bench, tell) => tell(await measureStreams(bench)),
  ],
  notices: [
    async (bench, tell) => tell(await measurePosting(bench)),
    async (bench, tell) => tell(await measureNotices(bench)),
    async (bench, tell) => tell(await measureDrain(bench)),
  ],
};

async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  if (wanted.some((name) => PARTS[name] === undefined)) {
    process.stderr.write(
      `npm run bench                all of it\nnpm run bench -- PART ...    ${Object.keys(PARTS).join(", ")}\n`,
    );
    return 2;
  }
  process.chdir(join(import.meta.dirname, ".."));
  if (!isBuilt(process.cwd()) && !(await build(process.cwd()))) return 1;
  print(machineFacts().join("\n"));
  const interrupted = whenInterrupted();
  const blocks: Block[] = [];
  const tell = (block: Block) => {
    blocks.push(block);
    print(tableOf(block));
  };
  for (const [name, measures] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const measure of measures) await withBench(interrupted, (bench) => measure(bench, tell));
  }
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
