import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { type Copy, LASTING_QUALITY, packCopy } from "./copy.ts";
import { safetyHeaders } from "./headers.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
/** Built files are named after their content. */
const FOR_EVER = "public, max-age=31536000, immutable";
const FOR_A_WHILE = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400";
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox";

const SERVICE_WORKER = "/sw.js";
/** A worker takes the policy of its own file: in a sandbox it could not run. It loads nothing. */
const WORKER_POLICY = "default-src 'none'";

/** The built scripts and styles, and the files of `public/`: read and compressed when first asked for, then kept. */
export class StaticFiles {
  readonly #root: string;
  readonly #headers: string[];
  readonly #workerHeaders: string[];
  readonly #copies = new Map<string, Promise<Copy>>();
  #files: Map<string, string> | null = null;

  /** `root` holds `.next/static` and `public`. */
  constructor(root: string, isSecure: boolean) {
    this.#root = root;
    const safety = safetyHeaders(isSecure);
    this.#headers = [...safety, "Content-Security-Policy", POLICY];
    this.#workerHeaders = [...safety, "Content-Security-Policy", WORKER_POLICY];
  }

  /** The file at an address; undefined when there is none here. */
  find(path: string): Promise<Copy> | undefined {
    const known = this.#copies.get(path);
    if (known) return known;
    const file = this.#listed.get(path);
    if (file === undefined) return undefined;
    const copy = this.#read(path, file);
    copy.catch(() => this.#copies.delete(path));
    this.#copies.set(path, copy);
    return copy;
  }

  has(path: string): boolean {
    return this.#listed.has(path);
  }

  /** Listed first and looked up afterwards: no address can lead out of the two folders. */
  get #listed(): Map<string, string> {
    this.#files ??= new Map([
      ...listed(join(this.#root, "public"), "/"),
      ...listed(join(this.#root, ".next", "static"), "/_next/static/"),
    ]);
    return this.#files;
  }

  async #read(path: string, file: string): Promise<Copy> {
    const cache = path.startsWith("/_next/static/") ? FOR_EVER : FOR_A_WHILE;
    const mediaType = TYPES[extname(path)] ?? "application/octet-stream";
    const headers = path === SERVICE_WORKER ? this.#workerHeaders : this.#headers;
    return packCopy(await readFile(file), mediaType, cache, headers, LASTING_QUALITY);
  }
}

function listed(folder: string, prefix: string): [path: string, file: string][] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [prefix + relative(folder, file).split(sep).map(encodeURIComponent).join("/"), file]);
  } catch {
    // Not built here, or no such folder: the renderer may have it.
    return [];
  }
}
