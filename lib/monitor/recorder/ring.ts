import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { queuesOf } from "#lib/domain/queue.ts";
import type { Samples } from "#lib/domain/recording.ts";
import { IMPACT_STATUSES } from "#lib/domain/status.ts";

/** So far back a recording reaches. */
const REACH_MS = 15 * MINUTE;
const ROOM = REACH_MS / SECOND;
/** The last minutes are kept look by look, what was before in steps of five seconds. */
const FINE_MS = 2 * MINUTE;
const STEP_MS = 5 * SECOND;

const VALUES = [
  "used_memory",
  "connected_clients",
  "blocked_clients",
  "instantaneous_ops_per_sec",
  "evicted_per_s",
  "rejected_per_s",
  "keys",
  "connected_slaves",
  "replica_lag_s",
  "queue_depth",
  "oldest_wait_s",
] as const;

/**
 * The samples of one monitor's last 15 minutes, one a second at most, in columns
 * of plain numbers: five hundred targets fit into some 25 MB.
 */
export class SampleRing {
  readonly #at = new Float64Array(ROOM);
  readonly #status = new Int8Array(ROOM);
  readonly #latency = new Float32Array(ROOM);
  readonly #values = new Map<string, Float32Array>();
  #next = 0;
  #count = 0;

  add(seen: Observation): void {
    const code = seen.status === null ? -1 : IMPACT_STATUSES.indexOf(seen.status);
    const last = (this.#next + ROOM - 1) % ROOM;
    const isSameSecond =
      this.#count > 0 && seen.at - (this.#at[last] as number) < 0.9 * SECOND && this.#status[last] === code;
    if (isSameSecond) return;
    const place = this.#next;
    this.#at[place] = seen.at;
    this.#status[place] = code;
    this.#latency[place] = seen.latencyMs ?? Number.NaN;
    const facts = withQueues(seen.facts);
    for (const name of VALUES) this.#put(name, place, facts[name]);
    this.#next = (place + 1) % ROOM;
    this.#count = Math.min(this.#count + 1, ROOM);
  }

  /** What it holds of the 15 minutes before `now`, oldest first. */
  samples(now: Instant): Samples {
    const places = this.#places(now);
    const column = (numbers: Float32Array): (number | null)[] => places.map((place) => tidy(numbers[place]));
    return {
      at: places.map((place) => this.#at[place] as number),
      status: places.map((place) => IMPACT_STATUSES[this.#status[place] as number] ?? null),
      latencyMs: column(this.#latency),
      values: Object.fromEntries(
        [...this.#values].flatMap(([name, numbers]) => {
          const values = column(numbers);
          return values.some((value) => value !== null) ? [[name, values]] : [];
        }),
      ),
    };
  }

  #put(name: string, place: number, value: string | number | undefined): void {
    let numbers = this.#values.get(name);
    if (typeof value !== "number" && !numbers) return;
    if (!numbers) {
      numbers = new Float32Array(ROOM).fill(Number.NaN);
      this.#values.set(name, numbers);
    }
    numbers[place] = typeof value === "number" ? value : Number.NaN;
  }

  #places(now: Instant): number[] {
    const all = Array.from({ length: this.#count }, (_, i) => (this.#next + ROOM - this.#count + i) % ROOM);
    let lastStep = Number.NaN;
    let lastStatus = Number.NaN;
    return all.filter((place) => {
      const at = this.#at[place] as number;
      if (now - at > REACH_MS || at > now) return false;
      const step = Math.floor(at / STEP_MS);
      const isNews = step !== lastStep || this.#status[place] !== lastStatus;
      lastStep = step;
      lastStatus = this.#status[place] as number;
      return isNews || now - at <= FINE_MS;
    });
  }
}

/** Three digits behind the point are enough for a chart, and take less room. */
function tidy(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Math.round(value * 1_000) / 1_000;
}

function withQueues(facts: Facts): Facts {
  const queues = queuesOf(facts);
  if (queues.length === 0) return facts;
  const waits = queues.flatMap((queue) => queue.oldestWaitMs ?? []);
  return {
    ...facts,
    queue_depth: queues.reduce((sum, queue) => sum + (queue.depth ?? 0), 0),
    oldest_wait_s: Math.max(0, ...waits) / SECOND,
  };
}
