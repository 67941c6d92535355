import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { SECOND } from "#lib/domain/instant.ts";
import type { PlainAnswers } from "./plain-answers.ts";

/** Whether everything behind the front can serve and write; the reasons hold no address. */
export type Readiness = { ready: boolean; reasons: string[] };

export type OwnAddressesOptions = {
  ready: () => Promise<Readiness>;
  metrics: () => Promise<string>;
  /** Null: only loopback may read the metrics. */
  metricsToken: string | null;
  answers: PlainAnswers;
};

const READY_PATIENCE_MS = 5 * SECOND;
const READY_KEPT_MS = SECOND;
const TEXT = "text/plain; charset=utf-8";
const JSON_TEXT = "application/json; charset=utf-8";
const UNSURE: Readiness = { ready: false, reasons: ["The check did not come to an end."] };
const FORWARDED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/** What the front answers about itself: `/healthz`, `/readyz`, `/metrics`. */
export class OwnAddresses {
  readonly #options: OwnAddressesOptions;
  #readiness: { value: Promise<Readiness>; atMs: number } | null = null;

  constructor(options: OwnAddressesOptions) {
    this.#options = options;
  }

  /** @returns false when the address is not one of these: nothing was answered. */
  answer(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (path === "/healthz") this.#options.answers.send(request, response, 200, TEXT, "ok\n");
    else if (path === "/readyz") void this.#answerReady(request, response);
    else if (path === "/metrics") void this.#answerMetrics(request, response);
    else return false;
    return true;
  }

  async #answerReady(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const state = await this.#ready();
    this.#options.answers.send(request, response, state.ready ? 200 : 503, JSON_TEXT, JSON.stringify(state));
  }

  /** The check writes to the store: however many ask, it is made once a second. */
  #ready(): Promise<Readiness> {
    if (!this.#readiness || performance.now() - this.#readiness.atMs > READY_KEPT_MS) {
      const late = new Promise<Readiness>((resolve) => setTimeout(resolve, READY_PATIENCE_MS, UNSURE).unref());
      const value = Promise.race([this.#options.ready().catch(() => UNSURE), late]);
      this.#readiness = { value, atMs: performance.now() };
    }
    return this.#readiness.value;
  }

  async #answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { answers, metrics } = this.#options;
    if (!this.#mayReadMetrics(request))
      return answers.send(request, response, 403, TEXT, "The metrics are read from this machine or with a token.\n");
    const text = await metrics().catch(() => null);
    if (text === null) answers.send(request, response, 503, TEXT, "The store does not answer.\n");
    else answers.send(request, response, 200, "text/plain; version=0.0.4; charset=utf-8", text);
  }

  #mayReadMetrics(request: IncomingMessage): boolean {
    const { metricsToken } = this.#options;
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (given !== undefined && metricsToken !== null) return isSameSecret(given, metricsToken);
    const isLocal = /^(?:127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? "");
    return isLocal && FORWARDED.every((name) => request.headers[name] === undefined);
  }
}

/** Takes the same time wherever they differ. */
function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
