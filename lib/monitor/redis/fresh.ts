import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { classifyReply, classifyTransport, type Failure } from "./classify.ts";
import type { RedisTarget } from "./target.ts";

/** Redis speaks first when it rejects; who writes at once may only see a reset (redis.md §3.2). */
const LISTEN_FIRST_MS = 15;

/** What a connection made only for this found: null when Redis answered PONG, or asked who we are. */
export type SecondOpinion = { failure: Failure | null };

/**
 * A second opinion by a fresh connection: connect, listen, PING, within `timeoutMs`.
 *
 * A Redis that asks for a password is alive: what it says about us is not about it.
 */
export function askFresh(target: RedisTarget, timeoutMs: number): Promise<SecondOpinion> {
  return new Promise((resolve) => {
    let answer = "";
    let connected = false;
    let done = false;
    const socket: Socket = target.tls
      ? connectTls({ host: target.host, port: target.port, ...target.tls })
      : connect({ host: target.host, port: target.port });
    const finish = (failure: Failure | null): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      socket.destroy();
      resolve({ failure });
    };
    // One turn of the loop after the deadline: an answer that already lies in the socket is read first.
    const late = () =>
      setImmediate(() =>
        finish(
          connected ? { cause: "conn.hung", status: "major_outage", code: "TIMEOUT" } : classifyTransport("ETIMEDOUT"),
        ),
      );
    const timer = setTimeout(late, timeoutMs);
    socket.once(target.tls ? "secureConnect" : "connect", () => {
      connected = true;
      setTimeout(() => done || socket.write("PING\r\n"), LISTEN_FIRST_MS);
    });
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (answer.includes("\r\n")) finish(judge(answer));
    });
    socket.on("error", (error: NodeJS.ErrnoException) => finish(classifyTransport(error.code ?? "")));
    socket.on("close", () => finish(classifyTransport("ECLOSED")));
  });
}

function judge(answer: string): Failure | null {
  if (answer.startsWith("+PONG")) return null;
  if (!answer.startsWith("-")) return { cause: "proto.not_redis", status: "major_outage", code: "PROTOCOL" };
  const failure = classifyReply(answer.slice(1).trim());
  return failure?.status === null ? null : failure;
}
