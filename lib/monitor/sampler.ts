import { HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { queuesOf } from "#lib/domain/queue.ts";
import { addRollUp, addSample, emptyRollUp } from "#lib/domain/samples.ts";
import type { Measured } from "#lib/services/keep-samples.ts";

/** Adds up what monitors measure, minute by minute, until it is written down. */
export class Sampler {
  readonly #open = new Map<string, Measured>();

  take(monitorId: string, { at, latencyMs, facts }: Observation): void {
    if (latencyMs !== null) this.#add(monitorId, "latency", at, latencyMs);
    const queues = queuesOf(facts).filter((queue) => queue.depth !== null);
    if (queues.length > 0)
      this.#add(monitorId, "queue_wait", at, Math.max(...queues.map((queue) => queue.oldestWaitMs ?? 0)));
  }

  /** Hands out what belongs to minutes that are over at `now`, and forgets it; everything, if asked for. */
  drain(now: Instant, everything = false): Measured[] {
    const done = [...this.#open].filter(([, one]) => everything || one.at + MINUTE <= now);
    for (const [key] of done) this.#open.delete(key);
    return done.map(([, one]) => one);
  }

  /** Takes back what could not be written; what is older than an hour by then is let go. */
  putBack(measured: readonly Measured[]): void {
    const newest = Math.max(...measured.map((one) => one.at));
    for (const one of measured) {
      const key = `${one.monitorId} ${one.metric} ${one.at}`;
      const open = this.#open.get(key);
      if (open) addRollUp(open.rollUp, one.rollUp);
      else if (one.at > newest - HOUR) this.#open.set(key, one);
    }
  }

  #add(monitorId: string, metric: Measured["metric"], at: Instant, ms: number): void {
    const minute = at - (at % MINUTE);
    const key = `${monitorId} ${metric} ${minute}`;
    let one = this.#open.get(key);
    if (!one) {
      one = { monitorId, metric, at: minute, rollUp: emptyRollUp() };
      this.#open.set(key, one);
    }
    addSample(one.rollUp, ms);
  }
}
