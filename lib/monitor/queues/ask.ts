import type { Redis } from "ioredis";
import { within } from "#lib/monitor/redis/within.ts";

const DEADLINE_MS = 2_000;

export type Question = readonly [command: string, ...args: (string | number)[]];

/** Redis answered a question that must be answered with an error. The message is Redis' own first line, without what was asked. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** The connection broke, or was not there. */
export class Broken extends Error {
  override readonly name = "Broken";
}

/**
 * Asks all of it in one round trip. An answer is undefined where Redis refused
 * to give it (not permitted, renamed, another type): not visible is no alarm.
 *
 * @throws {Refused} when even the first question was answered with an error; {Broken}; {Overdue} after two seconds.
 */
export async function ask(redis: Redis, questions: readonly Question[]): Promise<unknown[]> {
  if (questions.length === 0) return [];
  if (redis.status !== "ready") throw new Broken();
  const pipeline = redis.pipeline();
  for (const [command, ...args] of questions) pipeline.callBuffer(command, ...args);
  const answers = (await within(pipeline.exec(), DEADLINE_MS)) ?? [];
  const [first] = answers;
  if (answers.length < questions.length || answers.some(([error]) => error && error.name !== "ReplyError"))
    throw new Broken();
  // Only the words: the error object holds what was asked.
  if (first?.[0]) throw new Refused(first[0].message);
  return answers.map(([error, value]) => (error ? undefined : value));
}

/** A number Redis answered; null when it was not visible. */
export function count(answer: unknown): number | null {
  if (typeof answer === "number") return answer;
  return answer instanceof Buffer && /^-?\d+$/.test(answer.toString()) ? Number(answer.toString()) : null;
}

/** A text Redis answered; null when there was none or it was not visible. */
export function text(answer: unknown): string | null {
  return answer instanceof Buffer ? answer.toString("utf8") : typeof answer === "string" ? answer : null;
}

/** A list of texts Redis answered, null within it where a field was missing; null when it was not visible. */
export function texts(answer: unknown): (string | null)[] | null {
  return Array.isArray(answer) ? answer.map(text) : null;
}
