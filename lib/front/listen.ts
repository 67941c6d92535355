import { createServer, type RequestListener, type Server } from "node:http";
import { SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import type { Lane } from "./lane/lane.ts";
import { KEEP_ALIVE_S } from "./lane/prepared.ts";

const LIMITS = {
  headersTimeout: 15 * SECOND,
  requestTimeout: 60 * SECOND,
  // Longer than the proxies in front of us keep theirs: whoever closes last loses no request.
  keepAliveTimeout: KEEP_ALIVE_S * SECOND,
  connectionsCheckingInterval: 5 * SECOND,
};
const DRAIN_MS = 8 * SECOND;
const IDLE_LOOK_MS = 50;

/** @throws when nothing can listen there, with the reason in words. */
export async function listen(
  port: number,
  host: string,
  receive: RequestListener,
  log: Log,
  lane: Lane | null = null,
): Promise<Server> {
  const server = createServer(LIMITS, receive);
  lane?.open(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(inWords(error, port, host)));
    server.listen(port, host, resolve);
  });
  // Such as too many open files: those who are connected are answered all the same.
  server.on("error", (error) => log.error({ err: describeThrown(error) }, "A connection could not be taken."));
  return server;
}

/** Takes no more connections, lets what is being answered be answered, and after eight seconds ends the rest. */
export async function drain(server: Server, lane: Lane | null = null): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => {
    server.closeIdleConnections();
    lane?.close();
  }, IDLE_LOOK_MS);
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(limit);
}

function inWords(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === "EADDRINUSE")
    return new Error(
      `Port ${port} is already in use, perhaps by another Pulsepage. Stop that one, or set PORT to another number.`,
    );
  if (error.code === "EACCES") return new Error(`Port ${port} needs more rights. Set PORT to a number above 1023.`);
  return new Error(`Nothing can listen on ${host}:${port} (${error.code}). Check HOST and PORT.`);
}
