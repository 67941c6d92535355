import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { DomainError } from "#lib/domain/errors.ts";
import { isPage, NOTE, type Target } from "./target.ts";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const COMPRESSED_FROM = 512;

/**
 * A folder that any file server serves with the page's own addresses: pages as `incidents/x/index.html`, documents
 * under their names, each with its compressed twins beside it (`.gz`, `.br`) for servers that send those.
 *
 * Every file is whole at every moment.
 *
 * @throws {DomainError} `conflict` on the first use when the folder holds something else.
 */
export function folderTarget(folder: string): Target {
  const fileOf = (path: string, page: boolean) => join(folder, page ? join(path, "index.html") : path);

  return {
    name: folder,
    async known() {
      await mkdir(folder, { recursive: true });
      const text = await readFile(join(folder, NOTE), "utf8").catch(() => null);
      if (text !== null) return pathsIn(text);
      if ((await readdir(folder)).length === 0) return null;
      throw new DomainError(
        "conflict",
        "The folder holds other files. Give an empty one, or one of an earlier export.",
      );
    },
    async put({ path, mediaType, bytes }) {
      const file = fileOf(path, isPage(mediaType));
      if (await holds(file, bytes)) return;
      await mkdir(dirname(file), { recursive: true });
      if (bytes.length >= COMPRESSED_FROM && !mediaType.startsWith("image/png")) {
        await replace(`${file}.gz`, await zip(bytes, { level: 9 }));
        await replace(`${file}.br`, await brotli(bytes));
      }
      await replace(file, bytes);
    },
    async remove(path) {
      for (const page of [true, false]) {
        const file = fileOf(path, page);
        for (const ending of ["", ".gz", ".br"]) await rm(file + ending, { force: true }).catch(() => undefined);
      }
    },
    async note(paths) {
      await replace(join(folder, NOTE), Buffer.from(JSON.stringify({ paths })));
    },
  };
}

function pathsIn(text: string): string[] {
  try {
    const { paths } = JSON.parse(text) as { paths?: unknown };
    return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
}

async function holds(file: string, bytes: Buffer): Promise<boolean> {
  const before = await readFile(file).catch(() => null);
  return before?.equals(bytes) === true;
}

async function replace(file: string, bytes: Buffer): Promise<void> {
  const fresh = `${file}.next`;
  await writeFile(fresh, bytes);
  await rename(fresh, file);
}
