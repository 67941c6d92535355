import { ruleOf } from "#lib/diagnosis/rules/index.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { classifyError, classifyReply, type Failure, firstWords } from "./classify.ts";
import { type Opening, openConnection, type Stage } from "./open-connection.ts";
import type { RedisTarget } from "./target.ts";

/** What a connection made only for this found. */
export type SecondOpinion = {
  /** Null when Redis answered PONG, or asked who we are. */
  failure: Failure | null;
  /** When the certificate it showed ends; null without TLS, or when none was seen. */
  certificateEndsAt: Instant | null;
};

/** So long a server that does not get through a TLS handshake may take to show that it speaks without. */
const PLAIN_MS = 250;
/** In TLS 1.3 the handshake is over for us before the server has looked for our certificate: whoever writes first sees a reset. */
const ALERT_MS = 150;

/**
 * A second opinion by a fresh connection: name, connect, listen, PING, within `timeoutMs`.
 *
 * A Redis that asks for a password is alive: what it says about us is not about it.
 */
export async function askFresh(target: RedisTarget, timeoutMs: number): Promise<SecondOpinion> {
  const { failure, opening } = await ping(target, timeoutMs);
  const certificateEndsAt = opening.certificateEndsAt();
  const explained = failure && target.tls ? await explainTls(target, failure, opening.stage(), timeoutMs) : failure;
  return { failure: explained, certificateEndsAt };
}

/** TLS hides why: a server that knows nothing of it is silent, and one that wants our certificate says so late. */
async function explainTls(target: RedisTarget, failure: Failure, stage: Stage, timeoutMs: number): Promise<Failure> {
  if (stage === "secure") {
    const plain = (await ping({ ...target, tls: null }, PLAIN_MS)).failure;
    return plain === null || plain.reply !== undefined ? { cause: "tls.not_tls", code: failure.code } : failure;
  }
  if (failure.cause !== "conn.reset" && failure.cause !== "conn.closed") return failure;
  const again = (await ping(target, timeoutMs, ALERT_MS)).failure;
  return again?.cause === "tls.client_certificate" ? again : failure;
}

async function ping(
  target: RedisTarget,
  timeoutMs: number,
  listenMs?: number,
): Promise<{ failure: Failure | null; opening: Opening }> {
  const begun = performance.now();
  const opening = openConnection(target, timeoutMs, listenMs);
  try {
    await opening.opened;
    const answer = await exchange(opening, Math.max(1, timeoutMs - (performance.now() - begun)));
    return { failure: answer === null ? { cause: "conn.hung", code: "TIMEOUT" } : judge(answer), opening };
  } catch (error) {
    const failure = classifyError(error as NodeJS.ErrnoException);
    // The host took the connection: it is there, and whoever should speak does not.
    const isSilent = failure.cause === "conn.timeout" && opening.stage() !== "connect";
    return { failure: visible(isSilent ? { cause: "conn.hung", code: "TIMEOUT" } : failure), opening };
  } finally {
    opening.socket.destroy();
  }
}

/** Sends PING and waits for the first line; null when there is none in time. */
function exchange({ socket }: Opening, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let answer = "";
    // One turn of the loop after the deadline: an answer that already lies in the socket is read first.
    const timer = setTimeout(() => setImmediate(() => resolve(null)), timeoutMs);
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (answer.includes("\r\n")) finish(() => resolve(answer));
    });
    socket.on("error", (error) => finish(() => reject(error)));
    socket.on("close", () => finish(() => reject(Object.assign(new Error("closed"), { code: "ECLOSED" }))));
    socket.write("PING\r\n");
    socket.resume();
  });
}

function judge(answer: string): Failure | null {
  if (answer.startsWith("+PONG")) return null;
  if (!answer.startsWith("-")) return { cause: "proto.not_redis", code: "EPROTOCOL" };
  const reply = answer.slice(1).trim();
  const failure = classifyReply(reply) ?? unknownReply(reply);
  return failure && visible(failure);
}

/** An error reply to PING that no class knows; null when only the command is missing: whoever says so is alive. */
export function unknownReply(reply: string): Failure | null {
  if (/^ERR unknown command/i.test(reply)) return null;
  return { cause: "state.error", code: reply.split(" ", 1)[0] ?? "", reply: firstWords(reply) };
}

/** Whether a failure says only that we cannot look: Redis is there. */
export function hidesTarget(failure: Failure): boolean {
  return ruleOf(failure.cause)?.status === null;
}

function visible(failure: Failure): Failure | null {
  return failure.reply !== undefined && hidesTarget(failure) ? null : failure;
}
