import { SECOND } from "#lib/domain/instant.ts";
import type { SiteFile } from "./target.ts";

const PATIENCE_MS = 20 * SECOND;
const WAITS_MAX = 20;
const LONGEST_WAIT_MS = 30 * SECOND;

export type SiteAnswer =
  | { found: "file"; file: SiteFile; etag: string | null }
  /** As it was when its ETag was given. */
  | { found: "same" }
  | { found: "nothing" }
  /** The page is private: it has answers for some readers alone, if for us at all. */
  | { found: "private" };

/**
 * Asks a running page for one of its addresses, and waits as long as it is told to when that was too fast.
 *
 * @throws when it cannot be reached or has no answer just now.
 */
export async function askSite(from: string, path: string, etag: string | null): Promise<SiteAnswer> {
  for (let waits = 0; waits < WAITS_MAX; waits += 1) {
    const answer = await fetch(`${from}${path}`, {
      headers: { "accept-encoding": "identity", ...(etag === null ? {} : { "if-none-match": etag }) },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 304) return { found: "same" };
    // Whoever stands in a listed network is answered, and still may not tell everyone.
    if (answer.status === 401 || /\bprivate\b/.test(answer.headers.get("cache-control") ?? ""))
      return drained(answer, { found: "private" });
    if (answer.status === 404 || answer.status === 410) return drained(answer, { found: "nothing" });
    if (answer.status === 200) {
      const file = {
        path,
        mediaType: answer.headers.get("content-type") ?? "application/octet-stream",
        cacheControl: answer.headers.get("cache-control") ?? "no-cache",
        bytes: Buffer.from(await answer.arrayBuffer()),
      };
      return { found: "file", file, etag: answer.headers.get("etag") };
    }
    await answer.arrayBuffer();
    if (answer.status !== 429) throw new Error(`The page answered ${answer.status} for ${path}.`);
    const seconds = Number(answer.headers.get("retry-after") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, Math.min(seconds * SECOND, LONGEST_WAIT_MS)));
  }
  throw new Error(`The page did not have the time for ${path}.`);
}

async function drained(answer: Response, said: SiteAnswer): Promise<SiteAnswer> {
  await answer.arrayBuffer();
  return said;
}
