import { expect, it } from "vitest";
import { runCommand } from "./command.ts";
import { performStep } from "./perform.ts";
import { type Run, withRun } from "./run.ts";
import { startedProcesses } from "./started-processes.ts";
import type { Outcome, Step } from "./steps.ts";
import { oneTest } from "./tally.ts";

const NEVER = new AbortController().signal;
const SHORT = { stepMs: 20_000, lingerMs: 0 };
/** The kernel ends what was killed when it gets to it: on a busy machine that takes its time. */
const PATIENT = { stepMs: 20_000, lingerMs: 10_000 };
/** What a detached Node that never ends by itself is started with. */
const STAY = "setInterval(() => {}, 1000)";

async function performed(perform: (run: Run) => Promise<Outcome>, limits = SHORT, signal = NEVER) {
  const lines: string[] = [];
  const step: Step = { name: "step", perform };
  const result = await withRun(signal, async (run) => {
    const tally = await performStep(step, run, (line) => lines.push(line), limits);
    return { tally, left: await stillThere(run.folder) };
  });
  return { ...result, lines };
}

/** The run's processes that do not go away. */
async function stillThere(folder: string) {
  const until = Date.now() + 10_000;
  while (startedProcesses(folder).length > 0 && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return startedProcesses(folder);
}

/** Runs JavaScript in a Node of its own, as a step's tool. */
async function runScript(run: Run, script: string): Promise<Outcome> {
  const { code, output } = await runCommand(process.execPath, ["-e", script], run);
  return { tally: oneTest(code === 0), output };
}

it("prints one line for a step that went well, whatever its tool said", async () => {
  const { tally, lines } = await performed((run) => runScript(run, "console.log('chatter')"));
  expect(tally).toEqual({ passed: 1, failed: 0, skipped: [] });
  expect(lines).toEqual([expect.stringMatching(/^ok +step +\d+\.\d s {2}1 passed$/)]);
});

it("prints the end of what the tool said, on both outputs, when the step failed", async () => {
  const script = "for (let i = 1; i <= 250; i++) console.log('line ' + i); console.error('why'); process.exit(1)";
  const { tally, lines } = await performed((run) => runScript(run, script));
  expect(tally.failed).toBe(1);
  expect(lines[0]).toMatch(/^FAILED +step .* 1 failed$/);
  const said = lines[1]?.split("\n") ?? [];
  expect(said).toHaveLength(201);
  expect(said.slice(0, 2)).toEqual(["  … 51 lines before", "  line 52"]);
  expect(said.at(-1)).toBe("  why");
});

it("fails the step that breaks, and says how", async () => {
  const { tally, lines } = await performed(() => Promise.reject(new Error("PostgreSQL did not start")));
  expect(tally).toEqual({ passed: 0, failed: 1, skipped: [] });
  expect(lines[1]).toContain("PostgreSQL did not start");
});

it("ends a process that a tool left in its own group", async () => {
  const script = `require("node:child_process").spawn(process.execPath, ["-e", "${STAY}"]).unref()`;
  const { tally, left } = await performed((run) => runScript(run, `${script}; process.exit(0)`), PATIENT);
  expect({ failed: tally.failed, left }).toEqual({ failed: 0, left: [] });
});

it("ends a process that a tool detached, and counts it as a failure", async () => {
  const options = `{ detached: true, stdio: "ignore" }`;
  const script = `require("node:child_process").spawn(process.execPath, ["-e", "${STAY}"], ${options}).unref()`;
  const { tally, lines, left } = await performed((run) => runScript(run, script));
  expect(tally).toEqual({ passed: 1, failed: 1, skipped: [] });
  expect(lines[1]).toMatch(/left running: .*setInterval/);
  expect(left).toEqual([]);
});

it("ends a tool that takes longer than it may, even one that does not want to end", async () => {
  const script = `process.on("SIGTERM", () => process.exit(0)); ${STAY}`;
  const { tally, lines } = await performed((run) => runScript(run, script), { stepMs: 1_000, lingerMs: 0 });
  expect(tally.failed).toBe(1);
  expect(lines[1]).toContain("not done after 1 s");
});
