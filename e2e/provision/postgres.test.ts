import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withPostgres } from "./postgres.ts";

let folder: string;
beforeEach(async () => {
  // Looked at through TMPDIR, so that another test's server is never taken for this one's.
  folder = await mkdtemp(join(tmpdir(), "pg-"));
  await chmod(folder, 0o711);
  vi.stubEnv("TMPDIR", folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function ask(url: string, question: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(question);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

it("gives the work a server where databases can be made, and leaves no server and no file behind", async () => {
  let given = "";
  const encoding = await withPostgres(async (url) => {
    given = url;
    await ask(url, "create database made_here");
    return ask(url.replace(/postgres$/, "made_here"), "select current_setting('server_encoding') as answer");
  });
  expect(encoding).toBe("UTF8");
  await expect(ask(given, "select 1 as answer")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(await readdir(folder)).toEqual([]);
});

it("ends the server also when the work fails with connections open, and hands the failure on", async () => {
  const failing = withPostgres(async (url) => {
    const open = new pg.Client({ connectionString: url });
    open.on("error", () => undefined); // The server ends the connection; that is the point.
    await open.connect();
    throw new Error("the tests broke");
  });
  await expect(failing).rejects.toThrow("the tests broke");
  expect(await readdir(folder)).toEqual([]);
});
