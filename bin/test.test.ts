import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startedProcesses } from "#e2e/runner/started-processes.ts";

const TEST_TS = join(import.meta.dirname, "test.ts");

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "runner-"));
  await chmod(temporary, 0o711);
});
afterEach(() => rm(temporary, { recursive: true, force: true }));

function start(...args: string[]) {
  const { VITEST: _, ...env } = process.env;
  const child = spawn(process.execPath, [TEST_TS, ...args], {
    env: { ...env, TMPDIR: temporary } as NodeJS.ProcessEnv,
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  const exit = once(child, "close").then(([code]) => ({ code, output }));
  return { child, exit };
}

it("ends with the count, says with its exit code that nothing failed, and leaves nothing behind", async () => {
  const { code, output } = await start("unit", "e2e/runner/tally.test.ts").exit;
  expect(output.split("\n").slice(-2)).toEqual([expect.stringMatching(/^[1-9]\d* passed, 0 failed$/), ""]);
  expect(code).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
});

it("fails when no test was found", async () => {
  const { code, output } = await start("unit", "no-such-file").exit;
  expect(output).toMatch(/0 passed, 1 failed\n$/);
  expect(code).toBe(1);
});

it("ends what it started when it is told to end, and still says the count", async () => {
  const { child, exit } = start("unit", "e2e/runner/tally.test.ts");
  // The server's socket: the run is in the middle of its step.
  await vi.waitUntil(async () => (await socketsIn(temporary)).length > 0, { timeout: 20_000, interval: 20 });
  child.kill("SIGTERM");
  const { code, output } = await exit;
  expect(output).toContain("interrupted");
  expect(output).toMatch(/\d+ passed, [1-9]\d* failed\n$/);
  expect(code).toBe(143);
  expect(await readdir(temporary)).toEqual([]);
  expect(startedProcesses(temporary)).toEqual([]);
});

it("refuses a part it does not know, and shows how it is used", async () => {
  const { child, exit } = start("everything");
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  expect(await exit).toEqual({ code: 2, output: "" });
  expect(said).toContain("npm test");
});

async function socketsIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const inside = await readdir(folder);
  const servers = inside.filter((name) => name.startsWith("pulsepage-postgres-"));
  const files = await Promise.all(servers.map((name) => readdir(join(folder, name))));
  return files.flat().filter((name) => name.startsWith(".s.PGSQL"));
}
