import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { withPostgres } from "#e2e/provision/postgres.ts";
import { type Ran, runCommand } from "./command.ts";
import { readPlaywright } from "./playwright-tally.ts";
import type { Run } from "./run.ts";
import { type Failure, oneTest, type Report, type Tally, withExitCode } from "./tally.ts";
import { REPORT_FILE_VARIABLE } from "./vitest-reporter.ts";

/** How a step came out; `failures` and `output` are for people, and shown only when the step failed. */
export type Outcome = { tally: Tally; failures?: readonly Failure[]; output: string };

/** One line of the test run: a name, and what it does in a run's folder and environment. */
export type Step = { name: string; perform: (run: Run) => Promise<Outcome> };

const LOCK_TEST = "e2e/lock.test.ts";

/** Every platform's packages are in the lock, versions are exact and no older than is safe. One test. */
export const lockStep: Step = {
  name: "lock",
  perform: async (run) => asOneTest(await runTool(run, "vitest", ["run", LOCK_TEST])),
};

/** The compiler agrees, the routes' own types included once there are routes. One test. */
export const typesStep: Step = {
  name: "types",
  perform: async (run) => {
    const routes = (await hasRoutes()) ? await runTool(run, "next", ["typegen"]) : { code: 0, output: "" };
    if (routes.code !== 0) return asOneTest(routes);
    return asOneTest(await runTool(run, "tsc", ["--noEmit"]));
  },
};

/** Lint and format, the rooms' direction included. One test. */
export const lintStep: Step = {
  name: "lint",
  perform: async (run) => asOneTest(await runTool(run, "biome", ["check", "--error-on-warnings", "--colors=off"])),
};

/** Unit and integration tests, on SQLite and on a PostgreSQL server of their own. */
export function unitStep(filter: readonly string[]): Step {
  return {
    name: "unit",
    perform: (run) =>
      withPostgres(async (url) => {
        const report = join(run.folder, "unit.json");
        const env = { TEST_DATABASE_URL: url, [REPORT_FILE_VARIABLE]: report };
        const reporters = ["--reporter=default", "--reporter=./e2e/runner/vitest-reporter.ts"];
        const args = ["run", ...reporters, "--allowOnly=false", `--exclude=${LOCK_TEST}`, ...filter];
        return reported(await runTool(run, "vitest", args, env), report, (written: Report) => written);
      }),
  };
}

/** The production build; browser tests run what it made. It counts only when it fails, for them. */
export const buildStep: Step = {
  name: "build",
  perform: async (run) => {
    const { code, output } = await runNode(run, ["bin/pulsepage.ts", "build"]);
    return { tally: { passed: 0, failed: code === 0 ? 0 : 1, skipped: [] }, output };
  },
};

/** The product as people use it, in a browser. */
export function browserStep(filter: readonly string[]): Step {
  return {
    name: "browser",
    perform: async (run) => {
      const report = join(run.folder, "browser.json");
      const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      const args = ["test", "--reporter=list,json", "--forbid-only", ...filter];
      return reported(await runTool(run, "playwright", args, env), report, readPlaywright);
    },
  };
}

function asOneTest({ code, output }: Ran): Outcome {
  return { tally: oneTest(code === 0), output };
}

/** A report that was never written counts nothing here: the tool's exit code then says that it failed. */
async function reported<Written>(
  { code, output }: Ran,
  path: string,
  read: (written: Written) => Report,
): Promise<Outcome> {
  if (!existsSync(path)) return { tally: withExitCode({ passed: 0, failed: 0, skipped: [] }, code), output };
  const { tally, failures } = read(JSON.parse(await readFile(path, "utf8")) as Written);
  return { tally: withExitCode(tally, code), failures, output };
}

async function hasRoutes(): Promise<boolean> {
  for await (const _ of glob("app/**/{page,route,layout}.{ts,tsx}")) return true;
  return false;
}

function runTool(run: Run, tool: string, args: readonly string[], env: NodeJS.ProcessEnv | object = {}): Promise<Ran> {
  return runNode(run, [join("node_modules", ".bin", tool), ...args], env);
}

function runNode(run: Run, args: readonly string[], env: object = {}): Promise<Ran> {
  return runCommand(process.execPath, args, { env: { ...run.env, ...env }, signal: run.signal });
}
