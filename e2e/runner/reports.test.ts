import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCommand } from "./command.ts";
import { readPlaywright } from "./playwright-tally.ts";
import type { Report } from "./tally.ts";
import { REPORT_FILE_VARIABLE } from "./vitest-reporter.ts";

const NODE_MODULES = resolve("node_modules");

/** A small project of its own, run by the real tools. */
let project: string;
let report: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "project-"));
  report = join(project, "report.json");
  await symlink(NODE_MODULES, join(project, "node_modules"));
  await writeFile(join(project, "package.json"), '{ "type": "module" }');
});
afterEach(() => rm(project, { recursive: true }));

async function run(tool: string, args: readonly string[], env: Record<string, string>) {
  const command = [join(NODE_MODULES, ".bin", tool), ...args];
  const { VITEST: _, ...outer } = process.env;
  return runCommand(process.execPath, command, {
    env: { ...outer, ...env } as NodeJS.ProcessEnv,
    signal: new AbortController().signal,
  });
}

async function runVitest(files: Record<string, string>): Promise<Report & { code: number | null }> {
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(project, name), `import { beforeAll, describe, expect, it } from "vitest";\n${text}`);
  }
  const reporter = `--reporter=${resolve("e2e/runner/vitest-reporter.ts")}`;
  const { code } = await run("vitest", ["run", `--root=${project}`, reporter], { [REPORT_FILE_VARIABLE]: report });
  return { code, ...(JSON.parse(await readFile(report, "utf8")) as Report) };
}

it("counts Vitest's tests, and says why some were skipped", async () => {
  const { code, tally, failures } = await runVitest({
    "a.test.js": `
      it("passes", () => expect(1).toBe(1));
      it("fails", () => expect(1).toBe(2));
      describe("inside", () => it("finds no cluster", ({ skip }) => skip("needs a cluster")));
      it.skip("is skipped", () => {});
      it.todo("is not written");`,
  });
  expect(code).toBe(1);
  expect(tally).toEqual({
    passed: 1,
    failed: 1,
    skipped: [
      { test: "a.test.js > inside > finds no cluster", reason: "needs a cluster" },
      { test: "a.test.js > is skipped", reason: "marked skip" },
      { test: "a.test.js > is not written", reason: "marked todo" },
    ],
  });
  expect(failures).toEqual([{ test: "a.test.js > fails", why: expect.stringContaining("expected 1 to be 2") }]);
});

it("counts what breaks outside of Vitest's tests as failures: a file, a set-up, a promise nobody waits for", async () => {
  const { code, tally, failures } = await runVitest({
    "file.test.js": `throw new Error("broken file");`,
    "set-up.test.js": `describe("d", () => { beforeAll(() => { throw new Error("no"); }); it("waits", () => {}); });`,
    "promise.test.js": `it("passes", async () => { Promise.reject(new Error("lost")); });`,
  });
  expect(code).toBe(1);
  expect(tally).toMatchObject({ passed: 1, failed: 3, skipped: [{ reason: "not reached" }] });
  expect(failures.map(({ why }) => why.split("\n")[0]).toSorted()).toEqual(["broken file", "lost", "no"]);
});

it("counts Playwright's tests, and says why some were skipped", async () => {
  await mkdir(join(project, "specs"));
  await writeFile(join(project, "playwright.config.ts"), `export default { testDir: "specs", reporter: "json" };`);
  await writeFile(
    join(project, "specs", "a.spec.ts"),
    `import { expect, test } from "@playwright/test";
    test("passes", () => {});
    test("fails", () => expect(1).toBe(2));
    test("fails as it should", () => { test.fail(); expect(1).toBe(2); });
    test.describe("inside", () => test("finds no browser", () => test.skip(true, "needs a screen")));
    test.describe.serial("one after the other", () => {
      test("breaks", () => { throw new Error("no"); });
      test("would follow", () => {});
    });`,
  );
  const config = `--config=${join(project, "playwright.config.ts")}`;
  const { code } = await run("playwright", ["test", config], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  expect(code).toBe(1);
  const { tally, failures } = readPlaywright(JSON.parse(await readFile(report, "utf8")));
  expect(failures.map(({ test }) => test)).toEqual(["a.spec.ts > fails", "a.spec.ts > breaks"]);
  expect(tally).toEqual({
    passed: 2,
    failed: 2,
    skipped: [
      { test: "a.spec.ts > inside > finds no browser", reason: "needs a screen" },
      { test: "a.spec.ts > one after the other > would follow", reason: "not reached" },
    ],
  });
});

it("counts a Playwright file that cannot be read as a failure", async () => {
  await writeFile(join(project, "playwright.config.ts"), `export default { testDir: ".", reporter: "json" };`);
  await writeFile(join(project, "b.spec.ts"), `throw new Error("broken file");`);
  const config = `--config=${join(project, "playwright.config.ts")}`;
  await run("playwright", ["test", config], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  const { tally, failures } = readPlaywright(JSON.parse(await readFile(report, "utf8")));
  expect(tally).toEqual({ passed: 0, failed: expect.any(Number), skipped: [] });
  expect(tally.failed).toBeGreaterThan(0);
  expect(failures[0]?.why).toContain("broken file");
});
