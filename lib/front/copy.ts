import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { DOCUMENT_POLICY, pagePolicy } from "./content-policy.ts";
import { safetyHeaders } from "./headers.ts";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

// Brotli 6 costs a fraction of a millisecond; 11 costs fifty for a tenth less, and waits until it pays (next.md §2).
const QUICK_QUALITY = 6;
const BEST_QUALITY = 11;
/** For what is compressed once in the life of the process, while somebody waits. */
export const LASTING_QUALITY = 9;
// Above this, the best quality takes whole seconds of a core.
const POLISHED_BYTES_MAX = 256 * 1024;

// No stale-while-revalidate here: browsers obey it too, and would show a reader who comes back the state of before.
const PUBLIC_CACHE = "public, max-age=0, s-maxage=5, stale-if-error=86400";
/** For shared caches alone (RFC 9213). */
const CDN_CACHE = "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400";

// Nobody's words can look like it: it stands before all of them.
const LANGUAGE = /^<!DOCTYPE html><html\b[^>]*?\blang="([A-Za-z-]+)"/i;

/** A public document as it came from the renderer, cleaned. In mode `bytes` the text is base64: it is no text. */
export type Document = { mode: "plain" | "raw" | "bytes"; mediaType: string; text: string };

type Body = { bytes: Buffer; head: string[] };

/** One answer, ready to be written: each encoding with its headers, and the short one for who has it already. */
export type Copy = {
  etag: string;
  identity: Body;
  gzip: Body;
  br: Body;
  notModified: string[];
  /** Memory it takes. */
  bytes: number;
  /** Whether it is as small as it gets. */
  isPolished: boolean;
};

/** Makes an answer of a document; compressed here once, so that no reader costs a compression. */
export async function makeCopy(document: Document, isSecure: boolean): Promise<Copy> {
  const policy = document.mode === "plain" ? pagePolicy(document.text) : DOCUMENT_POLICY;
  const headers = ["CDN-Cache-Control", CDN_CACHE, ...safetyHeaders(isSecure), "Content-Security-Policy", policy];
  // Documents for machines may be read by scripts of any page, as Statuspage's may (compat.md §2.1).
  const language = document.mode === "plain" ? LANGUAGE.exec(document.text)?.[1] : undefined;
  if (language !== undefined) headers.push("Content-Language", language);
  if (document.mode !== "plain") headers.push("Access-Control-Allow-Origin", "*");
  const bytes = Buffer.from(document.text, document.mode === "bytes" ? "base64" : "utf8");
  const copy = await packCopy(bytes, document.mediaType, PUBLIC_CACHE, headers);
  copy.isPolished = copy.identity.bytes.length > POLISHED_BYTES_MAX;
  return copy;
}

/** Makes an answer of bytes, compressed each way, unless their kind is compressed already. */
export async function packCopy(
  bytes: Buffer,
  mediaType: string,
  cache: string,
  headers: readonly string[],
  quality = QUICK_QUALITY,
): Promise<Copy> {
  const etag = `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  const shared = ["ETag", etag, "Cache-Control", cache, "Vary", "Accept-Encoding", ...headers];
  const body = (content: Buffer, encoding: string[]): Body => ({
    bytes: content,
    head: ["Content-Type", mediaType, "Content-Length", String(content.length), ...encoding, ...shared],
  });
  const identity = body(bytes, []);
  const answer = { etag, identity, gzip: identity, br: identity, notModified: shared, bytes: bytes.length };
  if (!isCompressible(mediaType)) return { ...answer, isPolished: true };
  const [small, zipped] = await Promise.all([compress(bytes, quality), zip(bytes, { level: 9 })]);
  return {
    ...answer,
    gzip: body(zipped, ["Content-Encoding", "gzip"]),
    br: body(small, ["Content-Encoding", "br"]),
    bytes: bytes.length + zipped.length + small.length,
    isPolished: false,
  };
}

/** Packs the copy as small as it gets; worth it only for one that stays. */
export async function polish(copy: Copy): Promise<void> {
  copy.isPolished = true;
  const bytes = await compress(copy.identity.bytes, BEST_QUALITY);
  const head = [...copy.br.head];
  head[head.indexOf("Content-Length") + 1] = String(bytes.length);
  copy.br = { bytes, head };
}

function isCompressible(mediaType: string): boolean {
  return /^(?:text\/|application\/(?!octet-stream)|image\/svg)/.test(mediaType);
}

function compress(bytes: Buffer, quality: number): Promise<Buffer> {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT } = constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: quality,
    [BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
  };
  return brotli(bytes, { params });
}
