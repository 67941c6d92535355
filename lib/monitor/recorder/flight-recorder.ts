import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { ClientCounts, Recording, TargetExcerpt } from "#lib/domain/recording.ts";
import type { AskTarget } from "#lib/monitor/probes/probe.ts";
import type { Info } from "#lib/monitor/redis/info.ts";
import { countClients, readLatency, readSlowlog } from "./excerpts.ts";
import { infoExcerpt } from "./info-excerpt.ts";
import type { OptionalQuestions } from "./optional.ts";
import { SampleRing } from "./ring.ts";

const CLIENTS_EVERY_MS = MINUTE;
/** The list of more clients than this takes Redis long enough to be felt. */
const CLIENTS_AT_MOST = 2_000;
const SLOW_COMMANDS = "10";

/** Remembers the last 15 minutes of one monitor, to be frozen when its target fails. */
export class FlightRecorder {
  readonly #ring = new SampleRing();
  #excerpt: TargetExcerpt | null = null;
  #clients: ClientCounts | null = null;
  #clientsAt: Instant = 0;

  add(seen: Observation): void {
    this.#ring.add(seen);
  }

  /** Asks what a routine look leaves out, and remembers the answers as the latest. */
  async look(target: AskTarget, questions: OptionalQuestions, info: Info, now: Instant): Promise<TargetExcerpt> {
    const [slow, latency] = await Promise.all([
      questions.ask(target, now, "SLOWLOG", "GET", SLOW_COMMANDS).then(readSlowlog),
      questions.ask(target, now, "LATENCY", "LATEST").then(readLatency),
    ]);
    const isDue = now - this.#clientsAt >= CLIENTS_EVERY_MS || now < this.#clientsAt;
    if (isDue && !(Number(info.connected_clients) > CLIENTS_AT_MOST)) {
      this.#clients = countClients(await questions.ask(target, now, "CLIENT", "LIST"));
      this.#clientsAt = now;
    }
    this.#excerpt = { at: now, info: infoExcerpt(info), slow, latency, clients: this.#clients };
    return this.#excerpt;
  }

  /** What it holds now. */
  recording(now: Instant): Recording {
    return { samples: this.#ring.samples(now), before: this.#excerpt, after: null };
  }
}
