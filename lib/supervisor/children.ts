import { type ChildProcess, spawn } from "node:child_process";
import type { Log } from "#lib/log.ts";

export type ChildPlan = { name: string; args: string[]; env: Record<string, string> };
export type Children = { stop(): Promise<void> };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const STEADY_MS = 10_000;
const PATIENCE_MS = 10_000;

/** Runs the processes and starts each anew when it ends, with growing pauses; signals them all to end on `stop`. */
export function runChildren(plans: readonly ChildPlan[], log: Log): Children {
  const running = new Map<string, ChildProcess>();
  const pauses = new Set<NodeJS.Timeout>();
  let stopping = false;

  const start = (plan: ChildPlan, pauseMs: number): void => {
    const begun = performance.now();
    const child = spawn(process.execPath, plan.args, {
      // What has to be said is said on standard error; the other is for whoever started us.
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...plan.env },
    });
    running.set(plan.name, child);
    child.on("exit", (code, signal) => {
      running.delete(plan.name);
      if (stopping) return;
      const wasSteady = performance.now() - begun > STEADY_MS;
      const pause = wasSteady ? FIRST_PAUSE_MS : pauseMs;
      log.warn({ process: plan.name, code, signal, pauseMs: pause }, "A process ended; it is started again.");
      const timer = setTimeout(() => {
        pauses.delete(timer);
        start(plan, Math.min(pause * 2, LONGEST_PAUSE_MS));
      }, pause);
      pauses.add(timer);
    });
  };
  for (const plan of plans) start(plan, FIRST_PAUSE_MS);

  return {
    async stop() {
      stopping = true;
      for (const timer of pauses) clearTimeout(timer);
      await Promise.all([...running.values()].map(end));
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await gone;
  clearTimeout(timer);
}
