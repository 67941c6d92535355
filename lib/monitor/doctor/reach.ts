import { isIP } from "node:net";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { classifyError, type Failure } from "#lib/monitor/redis/classify.ts";
import { askFresh } from "#lib/monitor/redis/fresh.ts";
import { names } from "#lib/monitor/redis/names.ts";
import { type Opening, openConnection } from "#lib/monitor/redis/open-connection.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { failedStep, type Step, skipped } from "./step.ts";

const PATIENCE_MS = 3_000;
/** Long enough for a server to say why it rejects us. */
const LISTEN_MS = 150;

/** Name, connection, TLS: each with what it found, up to the first that fails. */
export async function reach(target: RedisTarget, now: Instant): Promise<Step[]> {
  const dns = await resolve(target);
  if (dns.result === "failed") return [dns];
  const tcp = await connect(target);
  if (tcp.result === "failed") return [dns, tcp];
  return [dns, tcp, await secure(target, now)];
}

async function resolve({ host, port }: RedisTarget): Promise<Step> {
  if (isIP(host) !== 0) return skipped("dns", `${host} is an address: there is no name to look up`);
  try {
    const found = await names.resolve(host);
    return { step: "dns", result: "ok", says: `${host} is ${found.map((one) => one.address).join(", ")}` };
  } catch (error) {
    return failedStep("dns", classifyError(error as NodeJS.ErrnoException), { host, port });
  }
}

async function connect(target: RedisTarget): Promise<Step> {
  const { host, port } = target;
  const { failure, tookMs } = await open({ ...target, tls: null });
  if (failure) return failedStep("tcp", failure, { host, port });
  return { step: "tcp", result: "ok", says: `${host}:${port} accepts connections (${tookMs} ms)` };
}

async function secure(target: RedisTarget, now: Instant): Promise<Step> {
  const { host, port } = target;
  if (!target.tls) return plainly(target);
  // The second opinion knows a server that does not speak TLS at all from one whose certificate is wrong.
  const { failure, certificateEndsAt } = await askFresh(target, PATIENCE_MS);
  if (failure?.cause.startsWith("tls.")) return failedStep("tls", failure, { host, port });
  if (certificateEndsAt === null)
    return failedStep("tls", failure ?? { cause: "tls.failed", code: "ECLOSED" }, { host, port });
  const days = Math.floor((certificateEndsAt - now) / DAY);
  const until = new Date(certificateEndsAt).toISOString().slice(0, 10);
  return {
    step: "tls",
    result: days <= 14 ? "note" : "ok",
    says: `the certificate is valid for ${days} more days, until ${until}`,
  };
}

/** An address without TLS: is that what the server speaks? */
async function plainly(target: RedisTarget): Promise<Step> {
  const { failure } = await askFresh(target, PATIENCE_MS);
  const isCut = failure?.cause === "conn.closed" || failure?.cause === "conn.reset";
  if (!isCut) return skipped("tls", "the address begins with redis://: no TLS");
  const { host, port } = target;
  const insecure = { ...target, tls: { rejectUnauthorized: false, ...(isIP(host) === 0 ? { servername: host } : {}) } };
  if ((await open(insecure)).failure) return skipped("tls", "the address begins with redis://: no TLS");
  return {
    step: "tls",
    result: "failed",
    says: "it speaks TLS here, and the address begins with redis://",
    advice: [`Use rediss://${host}:${port}.`],
  };
}

async function open(target: RedisTarget): Promise<{ failure: Failure | null; tookMs: number }> {
  const begun = performance.now();
  const opening: Opening = openConnection(target, PATIENCE_MS, LISTEN_MS);
  try {
    await opening.opened;
    return { failure: null, tookMs: Math.max(1, Math.round(performance.now() - begun - LISTEN_MS)) };
  } catch (error) {
    return { failure: classifyError(error as NodeJS.ErrnoException), tookMs: 0 };
  } finally {
    opening.socket.destroy();
  }
}
