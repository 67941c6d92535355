import { type LookupAddress, lookup } from "node:dns";
import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isGlobalAddress, outgoingUrl } from "./address-rules.ts";

const PATIENCE_MS = 10_000;
const BODY_MAX = 4 * 1024;

type Init = {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
  /** How much of the answer is read, in bytes; four kilobytes unless told otherwise. */
  answerMax?: number;
};

/**
 * A `fetch` for addresses that strangers gave.
 *
 * Every address a name resolves to is checked at the moment of connecting, and
 * only checked ones reach the socket; redirects are answers, not followed; it
 * takes ten seconds and four kilobytes of answer at most unless told otherwise. `allow` lists
 * `host:port` pairs of the operator's own that are exempt.
 *
 * @throws {DomainError} for an address that must not be asked; whatever the network throws otherwise.
 */
export function guardedFetch(allow: readonly string[]): (address: string | URL, init?: Init) => Promise<Response> {
  return async (address, init = {}) => {
    const { url, isAllowed } = outgoingUrl(String(address), allow);
    const options: RequestOptions = {
      method: init.method ?? "GET",
      headers: { ...init.headers },
      agent: false,
      signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(init.signal ? [init.signal] : [])]),
      ...(isAllowed ? {} : { lookup: checkedLookup as NonNullable<RequestOptions["lookup"]> }),
    };
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const asked = send(url, options, (answer) => {
        readStart(answer, init.answerMax ?? BODY_MAX).then((body) => resolve(responseOf(answer, body)), reject);
      });
      asked.on("error", reject);
      asked.end(typeof init.body === "string" || init.body instanceof Uint8Array ? init.body : undefined);
    });
  };
}

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name and refuses it when any of its addresses lies inside. */
function checkedLookup(hostname: string, options: { all?: boolean }, done: LookupDone): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, "");
    const [first] = addresses;
    if (!first || !addresses.every((one) => isGlobalAddress(one.address))) {
      return done(Object.assign(new Error("The name leads inside a network."), { code: "EINSIDE" }), "");
    }
    if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
}

function readStart(answer: IncomingMessage, max: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => resolve(Buffer.concat(chunks).subarray(0, max));
    answer.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < max) return;
      finish();
      answer.destroy();
    });
    answer.on("end", finish);
    answer.on("error", reject);
  });
}

function responseOf(answer: IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const status = answer.statusCode ?? 502;
  const hasBody = status !== 204 && status !== 304 && body.length > 0;
  return new Response(hasBody ? new Uint8Array(body) : null, {
    status,
    statusText: answer.statusMessage ?? "",
    headers,
  });
}
