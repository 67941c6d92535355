import type { Observation } from "#lib/domain/observation.ts";
import type { Probe } from "./probe.ts";

/** Looks again and again, `everyMs` apart, never twice at once; the first time at once. */
export function repeat(
  everyMs: number,
  look: () => Promise<Observation | null>,
  observe: (seen: Observation) => void,
): Probe {
  let stopped = false;
  let looking: Promise<void> = Promise.resolve();
  let busy = false;
  const once = (): void => {
    if (busy || stopped) return;
    busy = true;
    looking = look().then((seen) => {
      busy = false;
      if (seen && !stopped) observe(seen);
    });
  };
  once();
  const timer = setInterval(once, everyMs);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
    },
  };
}
