import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import type { AskTarget } from "#lib/monitor/probes/probe.ts";
import { within } from "#lib/monitor/redis/within.ts";

const DEADLINE_MS = 1_000;
/** What was refused once is asked again after this: rights can be given later. */
const AGAIN_MS = 10 * MINUTE;
/** One command with many arguments is another question than with one: old servers know only the latter. */
export const MANY = "…";

/**
 * Asks what a target may or may not allow (managed services, renamed commands,
 * users with few rights). What is refused is remembered and not asked again for
 * a while: a refusal is never an alarm, and counts among the target's errors.
 */
export class OptionalQuestions {
  readonly #refusedAt = new Map<string, Instant>();

  /** The answer; null when it is not visible to us, or did not come. */
  async ask(target: AskTarget, now: Instant, command: string, ...args: string[]): Promise<unknown> {
    const name = [command, ...args.slice(0, 1), ...(args.length > 2 ? [MANY] : [])].join(" ");
    if (this.isRefused(name, now)) return null;
    try {
      return await within(target(command, ...args), DEADLINE_MS);
    } catch (error) {
      // The error itself may hold secrets: only the first words of its message are looked at.
      const words = error instanceof Error ? error.message : "";
      if (/^(ERR|NOPERM|unknown command)\b/i.test(words)) this.#refusedAt.set(name, now);
      return null;
    }
  }

  /** Whether that command, named with its first argument and MANY for more than two, was refused lately. */
  isRefused(name: string, now: Instant): boolean {
    const refusedAt = this.#refusedAt.get(name);
    return refusedAt !== undefined && now - refusedAt < AGAIN_MS && now >= refusedAt;
  }
}
