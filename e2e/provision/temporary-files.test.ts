import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withFiles } from "./temporary-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("lets the files stand while the work is done, and leaves no file and no folder behind", async () => {
  const path = join(folder, "a", "b", "policy");
  const seen = await withFiles([{ path, text: "exit 101\n", mode: 0o755 }], async () => ({
    text: readFileSync(path, "utf8"),
    mode: statSync(path).mode & 0o777,
  }));
  expect(seen).toEqual({ text: "exit 101\n", mode: 0o755 });
  expect(readdirSync(folder)).toEqual([]);
});

it("removes them when the work fails, and hands the failure on", async () => {
  const path = join(folder, "policy");
  const work = () => Promise.reject(new Error("apt-get failed"));
  await expect(withFiles([{ path, text: "", mode: 0o644 }], work)).rejects.toThrow("apt-get failed");
  expect(existsSync(path)).toBe(false);
});

it("keeps a folder that others have put files into meanwhile", async () => {
  const path = join(folder, "etc", "conf.d", "ours.conf");
  await withFiles([{ path, text: "", mode: 0o644 }], async () => writeFileSync(join(folder, "etc", "theirs.conf"), ""));
  expect(readdirSync(join(folder, "etc"))).toEqual(["theirs.conf"]);
});
