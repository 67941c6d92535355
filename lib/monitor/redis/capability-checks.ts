import type { Redis } from "ioredis";
import { CANARY_TTL_MS } from "./canary.ts";
import { firstWords } from "./classify.ts";
import { isRefusal } from "./optional.ts";
import { within } from "./within.ts";

/**
 * What a check found of a capability: "ok"; the first words of Redis' refusal; or what was
 * seen instead. One that is missing is not visible to us: no right, or not asked.
 */
export type Found = Partial<Record<Capability, string>>;
export type Capability = "write" | "read" | "expiry" | "blocking_pop" | "publish" | "write_replicated";

/** Found instead of what should be there. A pause can look the same: believed when seen twice in a row. */
export const SOFT = { gone: "gone", late: "late", lost: "lost" } as const;

const DEADLINE_MS = 1_000;
const EXPIRY_MS = 500;
const EXPIRED_MS = 750;
const REPLICA_MS = 300;
const POP_S = 1;

/** Says of the whole target what PING says too, or that the key lives elsewhere: nothing about this capability. */
const ELSEWHERE = /^(MOVED|ASK|TRYAGAIN|LOADING|BUSY|MASTERDOWN)\b/;

/** Writes the canary, reads it back, and waits for a replica to have it where there are replicas. */
export async function checkWrite(redis: Redis, key: string, hasReplica: boolean): Promise<Found> {
  const write = await attempt(redis.set(key, "1", "PX", CANARY_TTL_MS), () => "ok");
  if (write !== "ok") return found({ write });
  const [read, replicated] = await Promise.all([
    attempt(redis.get(key), (value) => (value === null ? SOFT.gone : "ok")),
    hasReplica ? attempt(redis.wait(1, REPLICA_MS), (count) => (count >= 1 ? "ok" : SOFT.late)) : undefined,
  ]);
  return found({ write, read, write_replicated: replicated });
}

/** Whether a key goes when its time is over. */
export async function checkExpiry(redis: Redis, key: string): Promise<Found> {
  if ((await attempt(redis.set(key, "1", "PX", EXPIRY_MS), () => "ok")) !== "ok") return {};
  await new Promise((resolve) => setTimeout(resolve, EXPIRED_MS));
  return found({ expiry: await attempt(redis.get(key), (value) => (value === null ? "ok" : SOFT.late)) });
}

/** Whether somebody who waits on a list is woken by what another connection puts there. */
export async function checkBlockingPop(waiting: Redis, other: Redis, key: string): Promise<Found> {
  const list = `${key}:list`;
  const popped = attempt(waiting.blpop(list, POP_S), (entry) => (entry === null ? SOFT.late : "ok"), 2 * DEADLINE_MS);
  const pushed = await attempt(other.rpush(list, "1"), () => "ok").catch(() => undefined);
  // Taken already as a rule; what is left lying goes by itself.
  await attempt(other.pexpire(list, CANARY_TTL_MS), () => "ok").catch(() => undefined);
  const pop = await popped;
  return pushed === "ok" ? found({ blocking_pop: pop }) : {};
}

/** Whether what is published arrives. `arrival` resolves at the next message, false when none came in time. */
export async function checkPublish(redis: Redis, channel: string, arrival: () => Promise<boolean>): Promise<Found> {
  const arrived = arrival();
  const published = await attempt(redis.publish(channel, "1"), () => "ok");
  if (published !== "ok") return found({ publish: published });
  return { publish: (await arrived) ? "ok" : SOFT.lost };
}

/**
 * What an answer amounts to; the first words when Redis refuses; undefined when it is not ours to know.
 *
 * @throws {Overdue} and errors of the connection: they say nothing about the capability.
 */
async function attempt<T>(
  answer: Promise<T>,
  judge: (value: T) => string,
  deadlineMs = DEADLINE_MS,
): Promise<string | undefined> {
  try {
    return judge(await within(answer, deadlineMs));
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== "ReplyError") throw error;
    return isRefusal(message) || ELSEWHERE.test(message) ? undefined : firstWords(message);
  }
}

function found(given: Record<string, string | undefined>): Found {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
