import { Agent, request } from "node:http";

export type Rendered = { status: number; type: string; body: string };

const PATIENCE_MS = 10_000;
const BODY_MAX = 8 * 1024 * 1024;

/** Asks the renderer for public documents: no cookies, no query, nobody's address. */
export class Renderer {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  readonly #base: URL;
  readonly #host: string;

  constructor(webUrl: string, publicUrl: string) {
    this.#base = new URL(webUrl);
    this.#host = new URL(publicUrl).host;
  }

  /** @throws when the renderer does not answer whole, or too late. */
  draw(path: string, variant: "now" | "last-confirmed"): Promise<Rendered> {
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          agent: this.#agent,
          hostname: this.#base.hostname,
          port: this.#base.port,
          path,
          headers: {
            host: this.#host,
            "accept-encoding": "identity",
            ...(variant === "now" ? {} : { "x-pulsepage-variant": variant }),
          },
          signal: AbortSignal.timeout(PATIENCE_MS),
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on("data", (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size > BODY_MAX) answer.destroy(new Error("The document is too large."));
          });
          answer.on("error", reject);
          answer.on("end", () => {
            if (!answer.complete) return reject(new Error("The document came incomplete."));
            resolve({
              status: answer.statusCode ?? 500,
              type: answer.headers["content-type"] ?? "text/html; charset=utf-8",
              body: Buffer.concat(chunks).toString("utf8"),
            });
          });
        },
      );
      asked.on("error", reject);
      asked.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
