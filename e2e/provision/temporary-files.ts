import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A file that stands only while something else is being done. */
export type TemporaryFile = { path: string; text: string; mode: number };

/** Writes the files, lets `work` run beside them, and removes them, with the folders that were made for them alone. */
export async function withFiles<Result>(files: readonly TemporaryFile[], work: () => Promise<Result>): Promise<Result> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { path, text, mode } of files) {
      const firstMade = await mkdir(dirname(path), { recursive: true });
      if (firstMade !== undefined) undo.unshift(() => removeEmpty(dirname(path), firstMade));
      undo.unshift(() => rm(path, { force: true }));
      await writeFile(path, text, { mode });
    }
    return await work();
  } finally {
    for (const step of undo) await step();
  }
}

/** Removes `folder` and the empty ones above it up to `last`; one that others have put files into stays. */
async function removeEmpty(folder: string, last: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTEMPTY") return;
    throw error;
  }
  if (folder !== last) await removeEmpty(dirname(folder), last);
}
