import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { startProduct } from "#e2e/product.ts";
import { type Bench, type Block, inMs, median, told } from "./bench.ts";

const STREAMS = 10_000;
/** So many connections are opened at once. */
const WAVE = 200;
const ROUNDS = 3;
const WITHIN_MS = 30_000;
const TOKEN = "bench-admin-token-of-at-least-32-characters";

/** How soon ten thousand open pages hear of a change, and what it costs to keep them open. */
export async function measureStreams(bench: Bench): Promise<Block> {
  const product = await startProduct({ env: { ADMIN_TOKEN: TOKEN }, dataDir: join(bench.folder, "streams") });
  bench.defer(() => product.stop());
  const front = product.pid("front");
  const before = memoryMb(front);
  const port = Number(new URL(product.url).port);
  const heard: { at: number; changes: number }[] = [];
  for (let i = 0; i < STREAMS; i += WAVE) {
    await Promise.all(Array.from({ length: WAVE }, (_, k) => openStream(bench, port, heard, i + k)));
  }
  const rounds: { median: number; last: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await oneRound(product.url, heard));
  return {
    title: `${STREAMS.toLocaleString("en-US")} open pages`,
    figures: [
      told("change posted to half of them told", inMs(rounds.map((one) => one.median))),
      told("change posted to all of them told", inMs(rounds.map((one) => one.last))),
      told("memory of the front", `${before} MB before, ${memoryMb(front)} MB with all of them`),
    ],
    notes: [`${ROUNDS} rounds; one process of ours holds the other end of every stream.`],
  };
}

function openStream(bench: Bench, port: number, heard: { at: number; changes: number }[], i: number): Promise<void> {
  heard[i] = { at: 0, changes: 0 };
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, "127.0.0.1", () =>
      socket.write("GET /events HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n"),
    );
    bench.defer(() => socket.destroy());
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      const one = heard[i];
      if (!one || !chunk.includes("event: change")) return;
      one.changes += 1;
      one.at = performance.now();
      resolve();
    });
  });
}

async function oneRound(
  url: string,
  heard: { at: number; changes: number }[],
): Promise<{ median: number; last: number }> {
  const known = heard.map((one) => one.changes);
  const begun = performance.now();
  const answer = await fetch(`${url}/api/v1/incidents`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ title: "A change", body: "For those who wait.", notify: false }),
  });
  if (answer.status !== 201) throw new Error(`The change was refused: ${answer.status}`);
  while (heard.some((one, i) => one.changes <= (known[i] ?? 0))) {
    if (performance.now() - begun > WITHIN_MS) throw new Error("Some open pages were never told.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const waits = heard.map((one) => one.at - begun);
  return { median: median(waits), last: Math.max(...waits) };
}

function memoryMb(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024);
}
