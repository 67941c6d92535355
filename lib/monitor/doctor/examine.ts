import type { Instant } from "#lib/domain/instant.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { Look } from "./look.ts";
import { reach } from "./reach.ts";
import { type Step, type StepName, skipped } from "./step.ts";

const ORDER: readonly StepName[] = ["dns", "tcp", "tls", "auth", "ping", "role", "info", "write"];

/**
 * Walks the way to a Redis step by step, as a monitor goes it: name, connection,
 * TLS, sign-in, PING, role, INFO, write. What follows a failure is skipped, but
 * that a Redis that refuses PING in words is still asked what it says of itself.
 */
export async function examine(target: RedisTarget, options: { readOnly: boolean }, now: Instant): Promise<Step[]> {
  const steps = await reach(target, now);
  if (steps.every((one) => one.result !== "failed")) {
    const look = new Look(target);
    try {
      steps.push(await look.signIn());
      if (steps.at(-1)?.result !== "failed") steps.push(await look.ping(), ...(await look.info(now)));
      if (steps.every((one) => one.result !== "failed" || one.step === "info"))
        steps.push(options.readOnly ? skipped("write", "nothing is written: read-only") : await look.write());
    } finally {
      look.stop();
    }
  }
  const told = new Set<string>();
  for (const [i, step] of steps.entries()) {
    if (step.cause === undefined) continue;
    // The same cause twice: its advice once.
    if (told.has(step.cause)) steps[i] = { ...step, advice: [], commands: [] };
    told.add(step.cause);
  }
  const done = new Set(steps.map((one) => one.step));
  return [...steps, ...ORDER.filter((step) => !done.has(step)).map((step) => skipped(step, "an earlier step failed"))];
}
