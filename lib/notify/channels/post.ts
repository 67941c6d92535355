import { SECOND } from "#lib/domain/instant.ts";
import type { guardedFetch } from "#lib/http/guarded-request.ts";
import { redactText } from "#lib/log.ts";
import { DeliveryError } from "./channel.ts";

export type GuardedFetch = ReturnType<typeof guardedFetch>;

export type Posting = {
  headers?: Record<string, string>;
  body: string | Uint8Array;
  /** What the address, the headers or the answer may hold and nobody may read: stars stand for it. */
  secrets: readonly string[];
  /** Answers by which the far side says that the target will never take a message. */
  gone?: readonly number[];
  /** Answers by which it says that this message cannot be taken, however often it is sent. */
  permanent?: readonly number[];
  /** How much of the answer is read, in bytes. */
  answerMax?: number;
};

export type Posted = { status: number; text: string; headers: Headers; answer: string };

const WAIT_WHEN_ASKED_MS = 30 * SECOND;

/**
 * Posts to an address by the guarded way out, once.
 *
 * @throws {DeliveryError} for everything but a 2xx, with what the far side asked for; no secret is in its words.
 */
export async function post(fetch: GuardedFetch, url: string, posting: Posting): Promise<Posted> {
  const { headers = {}, body, secrets, gone = [], permanent = [], answerMax } = posting;
  const clean = (text: string) => short(text, [url, ...secrets]);
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", headers, body, ...(answerMax ? { answerMax } : {}) });
  } catch (error) {
    const words = error instanceof Error ? error.message : "It could not be reached.";
    throw new DeliveryError(clean(words) || "It could not be reached.", { destinationAway: true });
  }
  const text = await response.text();
  const { status } = response;
  const answer = clean(`${status} ${text}`);
  if (response.ok) return { status, text, headers: response.headers, answer };
  const retryAfterMs = waitOf(response.headers.get("retry-after"));
  if (gone.includes(status)) throw new DeliveryError(answer, { targetGone: true });
  if (permanent.includes(status)) throw new DeliveryError(answer, { permanent: true });
  if (status === 429) throw new DeliveryError(answer, { retryAfterMs: retryAfterMs ?? WAIT_WHEN_ASKED_MS });
  throw new DeliveryError(answer, { destinationAway: true, retryAfterMs });
}

/** Posts JSON, and has the same outcomes. */
export function postJson(
  fetch: GuardedFetch,
  url: string,
  json: unknown,
  posting: Omit<Posting, "body">,
): Promise<Posted> {
  const headers = { "content-type": "application/json; charset=utf-8", ...posting.headers };
  return post(fetch, url, { ...posting, headers, body: JSON.stringify(json) });
}

/** `Retry-After` in seconds or as a date; null when it is neither. */
export function waitOf(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Math.ceil(Number(header) * SECOND);
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, until - Date.now());
}

/** One short line without the secrets, and without the path of an address, whatever the far side put into it. */
export function short(text: string, secrets: readonly string[]): string {
  const hidden = secrets.flatMap((secret) => {
    const path = URL.canParse(secret) ? new URL(secret).pathname : "/";
    return path === "/" ? [secret] : [secret, path];
  });
  const clean = hidden.filter((one) => one.length > 3).reduce((said, one) => said.replaceAll(one, "***"), text);
  return redactText(clean).replace(/\s+/g, " ").slice(0, 200);
}
