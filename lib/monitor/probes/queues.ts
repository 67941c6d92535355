import type { Redis } from "ioredis";
import type { MonitorSettings } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { Refused } from "#lib/monitor/queues/ask.ts";
import { BullmqReader } from "#lib/monitor/queues/bullmq.ts";
import { KeptConnection } from "#lib/monitor/queues/kept-connection.ts";
import type { Look } from "#lib/monitor/queues/look.ts";
import { fixedPlace, type Place, placeBehind } from "#lib/monitor/queues/place.ts";
import { queueFacts } from "#lib/monitor/queues/queue-facts.ts";
import { RqReader } from "#lib/monitor/queues/rq.ts";
import { QueueWatch } from "#lib/monitor/queues/watch.ts";
import { classifyReply, type Failure } from "#lib/monitor/redis/classify.ts";
import { askFresh, hidesTarget } from "#lib/monitor/redis/fresh.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { Overdue } from "#lib/monitor/redis/within.ts";
import type { Probe, ProbeContext, StartProbe } from "./probe.ts";
import { repeat } from "./repeat.ts";

type RqSettings = Extract<MonitorSettings, { type: "rq" }>;
type BullmqSettings = Extract<MonitorSettings, { type: "bullmq" }>;
type Reader = { read(redis: Redis, at: Instant): Promise<Look> };

const FRESH_DEADLINE_MS = 500;
/** A lost connection is tried anew like that of a Redis monitor: three failures are a death (redis.md §5). */
const TRIES_MS = [0, 250, 500];

/** Watches the queues of RQ: judged by how long jobs wait, explained by who is there to take them. Only reads. */
export const startRqProbe: StartProbe<RqSettings> = (settings, context, observe) =>
  new QueueProbe(settings, new RqReader(watched(settings), settings.promise), context, observe);

/** The same of BullMQ. */
export const startBullmqProbe: StartProbe<BullmqSettings> = (settings, context, observe) =>
  new QueueProbe(settings, new BullmqReader(watched(settings), settings.prefix), context, observe);

function watched(settings: RqSettings | BullmqSettings) {
  return settings.queues.map(({ name, promise }) => ({ name, promiseMs: promise ?? settings.promise }));
}

class QueueProbe implements Probe {
  readonly #settings: RqSettings | BullmqSettings;
  readonly #connection: KeptConnection;
  readonly #reader: Reader;
  readonly #watch: QueueWatch;
  readonly #context: ProbeContext;
  readonly #looks: Probe;
  #stopped = false;

  constructor(
    settings: RqSettings | BullmqSettings,
    reader: Reader,
    context: ProbeContext,
    observe: (seen: Observation) => void,
  ) {
    this.#settings = settings;
    this.#reader = reader;
    this.#context = context;
    this.#watch = new QueueWatch(settings.type);
    this.#connection = new KeptConnection(placeOf(settings), `status-${settings.key}`);
    this.#looks = repeat(settings.every, () => this.#look(), observe);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#connection.stop();
    await this.#looks.stop();
  }

  async #look(): Promise<Observation | null> {
    const redis = await this.#connection.use(this.#context.clock());
    const at = this.#context.clock();
    if (this.#stopped || redis === null) return null;
    const begun = performance.now();
    try {
      const look = await this.#reader.read(redis, at);
      const facts = queueFacts(this.#settings.type, this.#watch.take(look), look);
      return this.#observation(facts, at, false, performance.now() - begun);
    } catch (error) {
      if (this.#stopped) return null;
      if (error instanceof Refused) return this.#failed(classifyReply(error.message) ?? NOT_READABLE, false);
      if (error instanceof Overdue) this.#connection.drop();
      return this.#unreachable();
    }
  }

  /** Is it Redis, or only this connection? */
  async #unreachable(): Promise<Observation | null> {
    const target = this.#connection.target();
    let failure: Failure | null = null;
    for (const waitMs of target ? TRIES_MS : []) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      failure = (await askFresh(target as RedisTarget, FRESH_DEADLINE_MS)).failure;
      if (failure === null || this.#stopped) break;
    }
    if (this.#stopped) return null;
    if (failure) return this.#failed(failure, true);
    // Redis answers others and refuses us: that says nothing of the queues.
    const refusal = this.#connection.refusal();
    return refusal && hidesTarget(refusal) ? this.#failed(refusal, false) : null;
  }

  /** Redis itself fails. Where another monitor watches it, that one tells of it, for our components too. */
  #failed(failure: Failure, confirmed: boolean): Observation {
    const at = this.#context.clock();
    const { cause, code } = failure;
    const waitsFor = this.#settings.waits_for;
    if (waitsFor === undefined) return this.#observation({ failure: cause, code }, at, confirmed, null);
    const facts = { ...this.#where(), code, waits_for: waitsFor };
    return { at, status: null, cause, confirmed: false, latencyMs: null, facts };
  }

  #observation(seen: Facts, at: Instant, confirmed: boolean, latencyMs: number | null): Observation {
    const facts = { ...this.#context.joined?.(), ...seen, ...this.#where() };
    return { at, ...judgeFacts(facts, at), confirmed, latencyMs, facts };
  }

  #where(): Facts {
    const target = this.#connection.target();
    return target ? { host: target.host, port: target.port } : {};
  }
}

function placeOf({ url, sentinel, tls }: RqSettings | BullmqSettings): Place {
  if (url !== undefined) return fixedPlace(url, tls);
  if (sentinel !== undefined) return placeBehind(sentinel, tls);
  throw new Error("A monitor of queues without a place has passed the check of its configuration.");
}

/** An answer that is no known trouble of Redis: renamed commands, keys of another kind. We cannot look. */
const NOT_READABLE: Failure = { cause: "auth.noperm", code: "REFUSED" };
