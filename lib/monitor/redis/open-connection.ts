import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Instant } from "#lib/domain/instant.ts";
import { names } from "./names.ts";
import type { RedisTarget } from "./target.ts";

/** Redis speaks first when it rejects; who writes at once may only see a reset (redis.md §3.2). */
const LISTEN_FIRST_MS = 15;

/** How far a connection has come: what it waits for. */
export type Stage = "name" | "connect" | "secure" | "greeting" | "open";

export type Opening = {
  socket: Socket;
  stage: () => Stage;
  /**
   * Resolves once the connection is open and nobody has objected for a moment.
   * Rejects with an error that has a `code`, or with Redis' own words as its message and the code EREJECTED.
   */
  opened: Promise<void>;
  /** When the certificate it showed ends; null without TLS. */
  certificateEndsAt: () => Instant | null;
};

/** Opens a connection to a Redis and listens first: who is rejected learns why. Every wait ends after `timeoutMs`. */
export function openConnection(target: RedisTarget, timeoutMs: number, listenMs = LISTEN_FIRST_MS): Opening {
  let stage: Stage = isIP(target.host) ? "connect" : "name";
  let endsAt: Instant | null = null;
  const place = { host: target.host, port: target.port, lookup: names.lookup };
  const socket: Socket = target.tls ? connectTls({ ...place, ...target.tls }) : connect(place);
  socket.once("lookup", () => (stage = "connect"));
  socket.once("connect", () => (stage = target.tls ? "secure" : "greeting"));
  const opened = new Promise<void>((resolve, reject) => {
    let greeting = "";
    const listen = (chunk: Buffer): void => {
      greeting += chunk.toString("latin1");
      if (!greeting.startsWith("-")) fail(coded("EPROTOCOL"));
      else if (greeting.includes("\r\n")) fail(coded("EREJECTED", greeting.slice(1).trim()));
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    const closed = () => fail(coded("ECLOSED"));
    const timer = setTimeout(
      () => setImmediate(() => fail(coded(stage === "name" ? "EAI_AGAIN" : "ETIMEDOUT"))),
      timeoutMs,
    );
    const settle = (): void => {
      clearTimeout(timer);
      socket.off("error", fail).off("close", closed).off("end", closed).off("data", listen);
      // Whoever was told of one error is not interested in the next.
      socket.on("error", () => undefined);
    };
    socket.on("error", fail).on("close", closed).on("end", closed).on("data", listen);
    socket.once(target.tls ? "secureConnect" : "connect", () => {
      stage = "greeting";
      if (target.tls) endsAt = certificateEnd(socket as TLSSocket);
      setTimeout(() => {
        if (socket.destroyed) return;
        stage = "open";
        settle();
        socket.pause();
        resolve();
      }, listenMs);
    });
  });
  return { socket, stage: () => stage, opened, certificateEndsAt: () => endsAt };
}

function certificateEnd(socket: TLSSocket): Instant | null {
  const at = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(at) ? null : at;
}

function coded(code: string, message = code): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
