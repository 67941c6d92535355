import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "./run.ts";
import { endProcesses, type Started, startedProcesses } from "./started-processes.ts";
import type { Outcome, Step } from "./steps.ts";
import { type Tally, withExitCode } from "./tally.ts";

/** Where the run's lines go. */
export type Print = (line: string) => void;

/** How long a step may take, and how long what it started may outlive it: a browser's helpers end a moment later. */
const LIMITS = { stepMs: 20 * 60_000, lingerMs: 5_000 };
const POLL_MS = 50;
const TAIL_LINES = 200;

/**
 * Performs one step and prints its line; its last lines of output too when it failed.
 *
 * Whatever the step leaves running is ended, and is a failure. So is a step that takes longer than it may.
 */
export async function performStep(step: Step, run: Run, print: Print, limits = LIMITS): Promise<Tally> {
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(limits.stepMs);
  const signal = AbortSignal.any([run.signal, limit]);
  const outcome = await outcomeOf(step, { ...run, signal });
  const left = await endWhatIsLeft(run.folder, limits.lingerMs);
  const reasons = [
    ...(run.signal.aborted ? ["interrupted"] : []),
    ...(limit.aborted ? [`not done after ${limits.stepMs / 1000} s`] : []),
    ...left.map(({ pid, command }) => `left running: ${command} (${pid})`),
  ];
  const tally = withExitCode(outcome.tally, reasons.length === 0 ? 0 : 1);
  print(stepLine(step.name, tally, performance.now() - startedAt));
  if (tally.failed > 0) {
    // What failed comes first: whoever keeps only the beginning of a log still reads it.
    const failures = (outcome.failures ?? []).flatMap(({ test, why }) => [`✗ ${test}`, ...why.split("\n")]);
    print([...failures, ...tail(outcome.output), ...reasons].map((line) => `  ${line}`).join("\n"));
  }
  return tally;
}

async function outcomeOf(step: Step, run: Run): Promise<Outcome> {
  try {
    return await step.perform(run);
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { tally: { passed: 0, failed: 1, skipped: [] }, output };
  }
}

async function endWhatIsLeft(folder: string, lingerMs: number): Promise<readonly Started[]> {
  const until = performance.now() + lingerMs;
  let left = startedProcesses(folder);
  while (left.length > 0 && performance.now() < until) {
    await sleep(POLL_MS);
    left = startedProcesses(folder);
  }
  endProcesses(left);
  return left;
}

function stepLine(name: string, { passed, failed, skipped }: Tally, tookMs: number): string {
  const counts = [
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  const verdict = failed > 0 ? "FAILED" : "ok";
  return `${verdict.padEnd(7)}${name.padEnd(9)}${(tookMs / 1000).toFixed(1).padStart(6)} s  ${counts.join(", ")}`.trimEnd();
}

function tail(output: string): string[] {
  const lines = output.trimEnd().split("\n");
  const hidden = lines.length - TAIL_LINES;
  return hidden > 0 ? [`… ${hidden} lines before`, ...lines.slice(-TAIL_LINES)] : lines;
}
