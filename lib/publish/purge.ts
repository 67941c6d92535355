import type { Config } from "#lib/config/environment.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import type { Database } from "#lib/store/database.ts";
import { readVersion } from "#lib/store/state-version.ts";

/** Longer than a front takes to hear of a change: what a network of caches asks for after a purge must be the new page. */
const GATHER_MS = SECOND;
const FIRST_PAUSE_MS = SECOND;
const LONGEST_PAUSE_MS = MINUTE;
/** What Cloudflare wants to hear; others do not read it. */
const BODY = JSON.stringify({ purge_everything: true });

type Parts = { db: Database; config: Pick<Config, "purge" | "outboundAllow">; log: Log };

/**
 * Tells the caches in front of the page, by the address of `PURGE_URL`, to let go of what they keep: once per public
 * change, changes in quick succession together, and again with growing pauses until they say yes. Also once after a
 * start, for nobody knows what was missed.
 */
export class Purge {
  readonly #parts: Parts;
  readonly #ask: ReturnType<typeof guardedFetch>;
  #purged: number | null = null;
  #dueAt: Instant | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #isAsking = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#ask = guardedFetch(parts.config.outboundAllow);
  }

  /** Looks whether there is something to purge, and does it. Never rejects for what the caches answer. @throws when the store does not answer. */
  async tick(now: Instant): Promise<void> {
    const { purge } = this.#parts.config;
    if (purge === null || this.#isAsking) return;
    this.#isAsking = true;
    try {
      const version = await readVersion(this.#parts.db);
      if (version === this.#purged) return;
      this.#dueAt ??= now + GATHER_MS;
      if (now >= this.#dueAt) await this.#purge(purge, version, now);
    } finally {
      this.#isAsking = false;
    }
  }

  async #purge(purge: NonNullable<Config["purge"]>, version: number, now: Instant): Promise<void> {
    try {
      const headers = { "content-type": "application/json", ...purge.headers };
      const answer = await this.#ask(purge.url, { method: purge.method, headers, body: BODY });
      if (!answer.ok) throw new Error(`It answered ${answer.status}.`);
      this.#purged = version;
      this.#dueAt = null;
      this.#pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      this.#parts.log.warn(
        { err: describeThrown(error) },
        "The caches in front could not be purged; it is tried again.",
      );
      this.#dueAt = now + this.#pauseMs;
      this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    }
  }
}
