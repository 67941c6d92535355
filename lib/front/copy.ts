import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { policyFor } from "./document.ts";
import { documentHeaders } from "./headers.ts";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Brotli 6 costs a fraction of a millisecond; 11 would cost fifty for a tenth less (next.md §2). */
const BROTLI_QUALITY = 6;

type Body = { bytes: Buffer; head: string[] };

/** One answer, ready to be written: each encoding with its headers, and the short one for who has it already. */
export type Copy = {
  etag: string;
  identity: Body;
  gzip: Body;
  br: Body;
  notModified: string[];
  /** The document itself without anything on top, for the disk. */
  text: string;
  type: string;
};

/** No stale-while-revalidate here: browsers obey it too, and would show a reader who comes back the state of before. */
export const PUBLIC_CACHE = "public, max-age=0, s-maxage=5, stale-if-error=86400";
/** For shared caches alone (RFC 9213). */
const CDN_CACHE = "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400";

/** Makes an answer from a document, `dress`ed with what is put on top of it just now; compressed once here, so that no reader costs a compression. */
export async function makeCopy(
  text: string,
  type: string,
  isSecure: boolean,
  dress: (html: string) => string = (html) => html,
): Promise<Copy> {
  const dressed = dress(text);
  const bytes = Buffer.from(dressed, "utf8");
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`;
  const [compressed, zipped] = await Promise.all([
    brotli(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
    zip(bytes, { level: 9 }),
  ]);
  const shared = [
    "ETag",
    etag,
    "Cache-Control",
    PUBLIC_CACHE,
    "CDN-Cache-Control",
    CDN_CACHE,
    "Vary",
    "Accept-Encoding",
    ...documentHeaders(isSecure),
    "Content-Security-Policy",
    policyFor(dressed),
  ];
  const body = (content: Buffer, encoding: string | null): Body => ({
    bytes: content,
    head: [
      "Content-Type",
      type,
      "Content-Length",
      String(content.length),
      ...(encoding ? ["Content-Encoding", encoding] : []),
      ...shared,
    ],
  });
  return {
    etag,
    identity: body(bytes, null),
    gzip: body(zipped, "gzip"),
    br: body(compressed, "br"),
    notModified: shared,
    text,
    type,
  };
}

/** The encoding that this Accept-Encoding prefers among ours; `q=0` is a refusal. */
export function chooseEncoding(accept: string | undefined): "br" | "gzip" | "identity" {
  if (!accept) return "identity";
  let best: "br" | "gzip" | "identity" = "identity";
  let bestQ = 0;
  for (const part of accept.split(",")) {
    const [name = "", ...parameters] = part.split(";");
    const coding = name.trim().toLowerCase();
    const encoding = coding === "*" ? "br" : coding === "br" || coding === "gzip" ? coding : null;
    if (!encoding) continue;
    const given = parameters.map((one) => /^\s*q=([0-9.]+)\s*$/i.exec(one)?.[1]).find((q) => q !== undefined);
    const q = given === undefined ? 1 : Number(given);
    if (q > bestQ || (q === bestQ && q > 0 && encoding === "br" && best === "gzip")) {
      best = encoding;
      bestQ = q;
    }
  }
  return best;
}

/** Whether If-None-Match names this copy (RFC 9110 §13.1.2: weak comparison). */
export function hasCopy(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
