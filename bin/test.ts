import { join } from "node:path";
import { ProvisionError, provision } from "#e2e/provision/packages.ts";
import { type Print, performStep } from "#e2e/runner/perform.ts";
import { type Run, withRun } from "#e2e/runner/run.ts";
import { browserStep, buildStep, lintStep, lockStep, type Step, typesStep, unitStep } from "#e2e/runner/steps.ts";
import { countLine, sumTallies, type Tally } from "#e2e/runner/tally.ts";

const USAGE = `npm test                              everything
npm run check                         types, lint and lock
npx node bin/test.ts unit [file]      unit and integration tests
npx node bin/test.ts browser [file]   the build, then browser tests
`;

const print: Print = (line) => process.stdout.write(`${line}\n`);

/** The steps before the build, and the browser's after it; null when there is no such part. */
function stepsOf(part: string, filter: readonly string[]): { steps: Step[]; browser: Step | null } | null {
  const still = [lockStep, typesStep, lintStep];
  if (part === "all" && filter.length === 0) return { steps: [...still, unitStep([])], browser: browserStep([]) };
  if (part === "check" && filter.length === 0) return { steps: still, browser: null };
  if (part === "unit") return { steps: [unitStep(filter)], browser: null };
  if (part === "browser") return { steps: [], browser: browserStep(filter) };
  return null;
}

/** Performs every step, also after a failed one; the browser's only on a build that stands. */
async function performAll({ steps, browser }: { steps: Step[]; browser: Step | null }, run: Run): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const step of steps) {
    if (!run.signal.aborted) tallies.push(await performStep(step, run, print));
  }
  if (browser && !run.signal.aborted) {
    const build = await performStep(buildStep, run, print);
    tallies.push(build.failed > 0 || run.signal.aborted ? build : await performStep(browser, run, print));
  }
  return sumTallies(tallies);
}

/** Brings what the part's tests need. Returns false, having said what is missing, when that cannot be done. */
async function provided(part: string, signal: AbortSignal): Promise<boolean> {
  if (part === "check") return true;
  try {
    const packages = await provision(signal);
    if (packages.length > 0) print(`installed ${packages.join(", ")}`);
    return true;
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    print(error.message);
    return false;
  }
}

/** A signal that aborts when the person or the machine ends this run, and the exit code that then says so. */
function interruptible(): { signal: AbortSignal; exitCode: () => number } {
  const controller = new AbortController();
  let exitCode = 1;
  for (const [name, code] of [
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.on(name, () => {
      exitCode = code;
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}

async function main(): Promise<number> {
  const [part = "all", ...filter] = process.argv.slice(2);
  const plan = stepsOf(part, filter);
  if (plan === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  process.chdir(join(import.meta.dirname, ".."));
  const { signal, exitCode } = interruptible();
  const tally = (await provided(part, signal))
    ? await withRun(signal, (run) => performAll(plan, run))
    : { passed: 0, failed: 1, skipped: [] };
  for (const { test, reason } of tally.skipped) print(`skipped  ${test}: ${reason}`);
  print(countLine(tally));
  return tally.failed === 0 && !signal.aborted ? 0 : exitCode();
}

process.exitCode = await main();
