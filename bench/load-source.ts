import { connect } from "node:net";

const USAGE = "Use: load-source.ts PORT CONNECTIONS SECONDS REQUEST";

/** Asks over and over on many connections, and prints requests per second and the 99th percentile as JSON: for machines without wrk. */
async function ask(port: number, connections: number, seconds: number, head: string): Promise<void> {
  const waits: number[] = [];
  const until = performance.now() + seconds * 1_000;
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, () => onOneConnection(port, head, until, waits)));
  const tookMs = performance.now() - startedAt;
  waits.sort((a, b) => a - b);
  const p99Ms = waits[Math.floor(waits.length * 0.99)] ?? 0;
  process.stdout.write(JSON.stringify({ perSecond: (waits.length / tookMs) * 1_000, p99Ms }));
}

function onOneConnection(port: number, head: string, until: number, waits: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing = 0;
    let askedAt = 0;
    const socket = connect(port, "127.0.0.1", next);
    socket.setNoDelay(true);
    function next(): void {
      askedAt = performance.now();
      if (askedAt > until) {
        socket.end();
        resolve();
      } else socket.write(head);
    }
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      // An answer's head comes in one piece here; then only its length matters.
      missing = missing === 0 ? lengthOf(chunk) - chunk.length : missing - chunk.length;
      if (missing > 0) return;
      waits.push(performance.now() - askedAt);
      next();
    });
  });
}

/** How long the whole answer is. @throws when it is not a 200. */
function lengthOf(first: Buffer): number {
  const end = first.indexOf("\r\n\r\n");
  const head = first.toString("latin1", 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (head.startsWith("HTTP/1.1 304")) return end + 4;
  if (!head.startsWith("HTTP/1.1 200") || length === undefined) throw new Error(`Not the page: ${head}`);
  return end + 4 + Number(length);
}

const [port, connections, seconds, head] = process.argv.slice(2);
if (!head) throw new Error(USAGE);
await ask(Number(port), Number(connections), Number(seconds), head);
