import { Agent, type IncomingMessage, request } from "node:http";
import { SECOND } from "#lib/domain/instant.ts";
import { type WebAddress, webAddress } from "./web-address.ts";

/** A picture's text is base64. */
export type WebAnswer = { status: number; mediaType: string; text: string };
export type Variant = "now" | "last-confirmed";

const PATIENCE_MS = 10 * SECOND;
const BODY_MAX = 8 * 1024 * 1024;

/** Asks the renderer for public documents: without cookies, without a query of anybody's, in nobody's name. */
export class Web {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  readonly #address: WebAddress;
  readonly #host: string;

  constructor(webUrl: string, publicUrl: string) {
    this.#address = webAddress(webUrl);
    this.#host = new URL(publicUrl).host;
  }

  /** @param language the page's own unless given. @throws when the renderer cannot be reached, takes too long, or does not answer whole. */
  ask(path: string, variant: Variant, language?: string): Promise<WebAnswer> {
    return new Promise((resolve, reject) => {
      const asked = request({
        agent: this.#agent,
        ...this.#address,
        path,
        headers: {
          host: this.#host,
          "accept-encoding": "identity",
          ...(variant === "now" ? {} : { "x-pulsepage-variant": variant }),
          ...(language === undefined ? {} : { "x-pulsepage-language": language }),
        },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      asked.on("error", reject);
      asked.on("response", (answer) => readWhole(answer).then(resolve, reject));
      asked.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function readWhole(answer: IncomingMessage): Promise<WebAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX) throw new Error("The renderer's answer is too large.");
    chunks.push(chunk);
  }
  if (!answer.complete) throw new Error("The renderer's answer was cut off.");
  const mediaType = answer.headers["content-type"] ?? "application/octet-stream";
  return {
    status: answer.statusCode ?? 500,
    mediaType,
    text: Buffer.concat(chunks).toString(isPicture(mediaType) ? "base64" : "utf8"),
  };
}

/** Whether an answer is bytes and not text. */
export function isPicture(mediaType: string): boolean {
  return /^image\/(?!svg)/.test(mediaType);
}
