import { createServer, type RequestListener, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Copy, makeCopy } from "#lib/front/copy.ts";
import type { Gate } from "#lib/front/gate/gate.ts";
import type { PageMemory } from "#lib/front/page-memory.ts";
import { sendCopy } from "#lib/front/send-copy.ts";
import { Lane } from "./lane.ts";
import { readHead } from "./read-head.ts";

const LIMITS = { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 };

let copy: Copy;
let laned: Server;
let bare: Server;
let seen: { url: string | undefined; viaNode: number };

beforeAll(async () => {
  copy = await makeCopy(
    { mode: "raw", mediaType: "text/plain; charset=utf-8", text: "All is well. ".repeat(200) },
    false,
  );
  const page = { isCurrent: true, wasAsked: false, copy };
  const memory = { peek: (target: string) => (target === "/" ? page : undefined) } as unknown as PageMemory;
  seen = { url: undefined, viaNode: 0 };
  const receive: RequestListener = (request, response) => {
    seen = { url: request.url, viaNode: seen.viaNode + 1 };
    if (request.url === "/" && (request.method === "GET" || request.method === "HEAD"))
      return sendCopy(request, response, copy);
    response.writeHead(404, ["Content-Length", "4"]);
    response.end("none");
  };
  laned = createServer(LIMITS, receive);
  new Lane(memory, { isPlain: true } as Gate).open(laned);
  bare = createServer(LIMITS, receive);
  for (const server of [laned, bare]) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  for (const server of [laned, bare]) {
    server.closeAllConnections();
    server.close();
  }
});

/** Sends each piece in turn and half-closes; everything that came back, without its dates. */
function exchange(server: Server, pieces: readonly (string | Buffer)[]): Promise<string> {
  const { port } = server.address() as { port: number };
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket: Socket = connect(port, "127.0.0.1", async () => {
      for (const [i, piece] of pieces.entries()) {
        if (i > 0) await new Promise((next) => setTimeout(next, 15));
        if (socket.writable) socket.write(piece);
      }
      socket.end();
    });
    socket.setNoDelay(true);
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("close", () => resolve(answer.replace(/^Date: .*\r$/gm, "Date: …")));
    socket.on("error", (error: NodeJS.ErrnoException) => (error.code === "ECONNRESET" ? undefined : reject(error)));
  });
}

const HOST = "Host: status.example\r\n";
const PLAIN = `GET / HTTP/1.1\r\n${HOST}\r\n`;

const VALID = [
  PLAIN,
  `GET / HTTP/1.1\r\n${HOST}Accept-Encoding: gzip, deflate, br\r\nUser-Agent: x y\r\n\r\n`,
  `GET / HTTP/1.1\r\nConnection: keep-alive\r\n${HOST}If-None-Match: "x"\r\nCookie: a=b\r\n\r\n`,
];

const CASES: readonly (readonly [string, readonly string[]])[] = [
  ["one request", [PLAIN]],
  ["gzip", [`GET / HTTP/1.1\r\n${HOST}Accept-Encoding: gzip\r\n\r\n`]],
  ["brotli refused", [`GET / HTTP/1.1\r\n${HOST}Accept-Encoding: br;q=0, gzip\r\n\r\n`]],
  ["a sequence on one connection", [PLAIN, PLAIN, PLAIN]],
  ["two at once", [PLAIN + PLAIN]],
  ["a head in pieces", ["GET / HT", "TP/1.1\r\nHo", `st: x\r\n\r\n`]],
  ["fast, slow, fast", [PLAIN, `GET /other HTTP/1.1\r\n${HOST}\r\n`, PLAIN]],
  ["a query", [`GET /?x=1 HTTP/1.1\r\n${HOST}\r\n`]],
  ["no Host", ["GET / HTTP/1.1\r\n\r\n"]],
  ["two Hosts", [`GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`]],
  ["a body by length", [`GET / HTTP/1.1\r\n${HOST}Content-Length: 4\r\n\r\nbody`]],
  [
    "a length and chunks",
    [`GET / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ],
  ["a space before the colon", [`GET / HTTP/1.1\r\n${HOST}Accept : x\r\n\r\n`]],
  ["a folded line", [`GET / HTTP/1.1\r\n${HOST}Accept: a\r\n b\r\n\r\n`]],
  ["HTTP/1.0", ["GET / HTTP/1.0\r\n\r\n"]],
  ["Connection: close", [`GET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`]],
  ["HEAD", [`HEAD / HTTP/1.1\r\n${HOST}\r\n`]],
  ["POST", [`POST / HTTP/1.1\r\n${HOST}Content-Length: 2\r\n\r\nab`]],
  ["bare line feeds", [`GET / HTTP/1.1\nHost: x\n\n`]],
  ["TLS", ["\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"]],
  ["a blank line first", [`\r\n${PLAIN}`]],
  ["an absolute address", [`GET http://status.example/ HTTP/1.1\r\n${HOST}\r\n`]],
  ["a byte above ASCII", [`GET / HTTP/1.1\r\n${HOST}X-Name: \xe9\r\n\r\n`]],
  ["an upgrade", [`GET / HTTP/1.1\r\n${HOST}Connection: upgrade\r\nUpgrade: websocket\r\n\r\n`]],
  ["an expectation", [`GET / HTTP/1.1\r\n${HOST}Expect: 100-continue\r\n\r\n`]],
];

describe("the lane", () => {
  it.each(CASES)("answers exactly as node:http would: %s", async (_name, pieces) => {
    expect(await exchange(laned, pieces)).toBe(await exchange(bare, pieces));
  });

  it("says 304 to who has the page, and to nobody else", async () => {
    for (const known of [copy.etag, copy.etag.slice(2), `"x", ${copy.etag}`, "*", '"x"']) {
      const request = `GET / HTTP/1.1\r\n${HOST}If-None-Match: ${known}\r\n\r\n`;
      expect(await exchange(laned, [request])).toBe(await exchange(bare, [request]));
    }
  });

  it("takes what it understands and nothing else: node:http sees no such request", async () => {
    const before = seen.viaNode;
    await exchange(laned, [PLAIN, PLAIN]);
    expect(seen.viaNode).toBe(before);
    await exchange(laned, [PLAIN, `GET / HTTP/1.1\r\n${HOST}Range: bytes=0-1\r\n\r\n`, PLAIN]);
    expect(seen.viaNode).toBe(before + 2);
  });

  it("never understands a request otherwise than node:http, however it is bent", { timeout: 60_000 }, async () => {
    const names = [
      "Host",
      "Accept-Encoding",
      "If-None-Match",
      "Connection",
      "Content-Length",
      "X-Y",
      "Transfer-Encoding",
    ];
    const value = fc.oneof(
      fc.constantFrom("status.example", "gzip, br", "keep-alive", "close", "0", "chunked", "*", "", " a "),
      fc.string({ maxLength: 8 }),
    );
    const line = fc
      .tuple(
        fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 6 })),
        fc.constantFrom(":", ": ", " : ", ":\t"),
        value,
      )
      .map((parts) => parts.join(""));
    const request = fc
      .record({
        method: fc.constantFrom("GET", "GET", "GET", "HEAD", "get", "POST"),
        target: fc.constantFrom("/", "/", "/", "/other", "//", "/ ", "*", "/\x00"),
        version: fc.constantFrom("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.10", "http/1.1"),
        lines: fc.array(line, { maxLength: 4 }),
        hasHost: fc.boolean(),
        end: fc.constantFrom("\r\n", "\r\n", "\n", "\r"),
      })
      .map(({ method, target, version, lines, hasHost, end }) =>
        [`${method} ${target} ${version}`, ...(hasHost ? ["Host: x"] : []), ...lines, "", ""].join(end),
      );
    // A plain request with a letter more, less or other somewhere.
    const bent = fc
      .tuple(
        fc.constantFrom(...VALID),
        fc.nat(200),
        fc.constantFrom("", "", ..." \t\r\n:0aA/\x00\x7f\xe9"),
        fc.boolean(),
      )
      .map(([text, at, letter, replaces]) => text.slice(0, at) + letter + text.slice(at + (replaces ? 1 : 0)));
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(request, bent), async (text) => {
        // Only where the lane takes a request could it differ; the rest never touches it.
        const bytes = Buffer.from(text, "latin1");
        if (readHead(bytes) === null) return;
        taken += 1;
        expect(await exchange(laned, [text])).toBe(await exchange(bare, [text]));
      }),
      { numRuns: 1_500, seed: 20261123 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
