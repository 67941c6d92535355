import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { chooseEncoding } from "./copy.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

export type StaticAnswer = { head: string[]; bytes: Buffer };

type StaticFile = { type: string; cache: string; bytes: Buffer; packed: Partial<Record<"br" | "gzip", Buffer>> };

/** The built scripts and styles and the files of `public/`, read when first asked for and kept compressed. */
export class StaticFiles {
  readonly #root: string;
  readonly #files = new Map<string, StaticFile>();
  readonly #known: Set<string>;

  constructor(root: string) {
    this.#root = root;
    this.#known = new Set([
      ...listed(join(root, ".next/static"), "/_next/static/"),
      ...listed(join(root, "public"), "/"),
    ]);
  }

  /** The answer for a path; undefined when there is no such file. */
  answer(path: string, acceptEncoding: string | undefined): StaticAnswer | undefined {
    if (!this.#known.has(path)) return undefined;
    const file = this.#files.get(path) ?? this.#read(path);
    const encoding = chooseEncoding(acceptEncoding);
    const packed = encoding === "identity" ? undefined : this.#packed(file, encoding);
    const bytes = packed ?? file.bytes;
    return {
      bytes,
      head: [
        "Content-Type",
        file.type,
        "Content-Length",
        String(bytes.length),
        "Cache-Control",
        file.cache,
        "Vary",
        "Accept-Encoding",
        "X-Content-Type-Options",
        "nosniff",
        ...(packed ? ["Content-Encoding", encoding] : []),
      ],
    };
  }

  #read(path: string): StaticFile {
    const isBuilt = path.startsWith("/_next/static/");
    const bytes = readFileSync(
      isBuilt
        ? join(this.#root, ".next/static", path.slice("/_next/static/".length))
        : join(this.#root, "public", path),
    );
    const file: StaticFile = {
      type: TYPES[extname(path)] ?? "application/octet-stream",
      cache: isBuilt ? "public, max-age=31536000, immutable" : "public, max-age=300",
      bytes,
      packed: {},
    };
    this.#files.set(path, file);
    return file;
  }

  #packed(file: StaticFile, encoding: "br" | "gzip"): Buffer | undefined {
    if (!/^(text|application\/(json|manifest)|image\/svg)/.test(file.type)) return undefined;
    file.packed[encoding] ??= encoding === "br" ? brotliCompressSync(file.bytes) : gzipSync(file.bytes, { level: 9 });
    return file.packed[encoding];
  }
}

function listed(folder: string, prefix: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => prefix + relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  } catch {
    return [];
  }
}
