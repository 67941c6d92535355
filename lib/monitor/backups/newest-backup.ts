import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Instant } from "#lib/domain/instant.ts";

/** A finished backup: its name, its size, when it was written. */
export type BackupFile = { name: string; bytes: number; at: Instant };

/** Looks at most at so many entries of a folder. */
const ENTRIES_AT_MOST = 10_000;
/** Names of what is still being written, by Redis and by common tools. */
const UNFINISHED = /^\.|^temp-.*\.(rdb|aof)$|\.(tmp|part|partial|incomplete|swp)$/i;

/**
 * The newest backups at that path, the newest first: the file itself, or what
 * lies in the folder (files, and folders of files such as one per day).
 *
 * @throws the error of the file system when nothing can be read there.
 */
export async function listBackups(path: string): Promise<BackupFile[]> {
  const itself = await stat(path);
  if (!itself.isDirectory()) return [{ name: basename(path), bytes: itself.size, at: Math.round(itself.mtimeMs) }];
  const names = (await readdir(path)).filter((name) => !UNFINISHED.test(name)).slice(-ENTRIES_AT_MOST);
  const found: BackupFile[] = [];
  for (const name of names) {
    const one = await measure(join(path, name));
    if (one) found.push({ name, ...one });
  }
  return found.sort((a, b) => b.at - a.at);
}

/** A file, or the files of a folder taken together; null when it is gone again or empty of files. */
async function measure(path: string): Promise<{ bytes: number; at: Instant } | null> {
  try {
    const entry = await stat(path);
    if (entry.isFile()) return { bytes: entry.size, at: Math.round(entry.mtimeMs) };
    if (!entry.isDirectory()) return null;
    const names = (await readdir(path)).filter((name) => !UNFINISHED.test(name)).slice(0, ENTRIES_AT_MOST);
    const files = (await Promise.all(names.map((name) => stat(join(path, name))))).filter((one) => one.isFile());
    if (files.length === 0) return null;
    return {
      bytes: files.reduce((sum, one) => sum + one.size, 0),
      at: Math.round(Math.max(...files.map((one) => one.mtimeMs))),
    };
  } catch {
    // Rotated away between the two looks.
    return null;
  }
}
