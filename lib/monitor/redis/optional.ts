import type { Redis } from "ioredis";
import { within } from "./within.ts";

const DEADLINE_MS = 500;

/** Not ours to use here: no right, renamed, or switched off by whoever runs it. Never a fault of Redis. */
const REFUSAL = /^(NOPERM|NOAUTH|ERR unknown (sub)?command|ERR .*(not allowed|not permitted|disabled|unsupported))/i;

/** Whether Redis' words mean that this command is not for us. */
export function isRefusal(words: string): boolean {
  return REFUSAL.test(words);
}

/**
 * Commands that a target may or may not allow (managed services, few rights).
 *
 * Each is tried once per connection; what was refused is not visible until the
 * next connection: asking again would only count among the target's own errors.
 */
export class OptionalCommands {
  readonly #redis: Redis;
  readonly #refused = new Set<string>();

  constructor(redis: Redis) {
    this.#redis = redis;
    redis.on("close", () => this.#refused.clear());
  }

  /** The answer; undefined when it is not visible to us or did not come in time. */
  async ask(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    const name = `${command} ${args[0] ?? ""}`;
    if (this.#refused.has(name)) return undefined;
    try {
      return await within(this.#redis.call(command, ...args), DEADLINE_MS);
    } catch (error) {
      // Only the words are looked at: the error object holds what was sent.
      if (isRefusal((error as Error).message)) this.#refused.add(name);
      return undefined;
    }
  }
}
