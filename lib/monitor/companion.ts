import type { MonitorSettings } from "#lib/config/status-file.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { Recording } from "#lib/domain/recording.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { finishRecording, keepRecording } from "#lib/services/keep-recording.ts";
import type { Database } from "#lib/store/database.ts";
import type { Lease } from "#lib/store/leases.ts";
import { SaveWatch } from "./backups/save-watch.ts";
import { DriftWatch } from "./drift/drift-watch.ts";
import { LogWatch } from "./log/log-watch.ts";
import type { AskTarget } from "./probes/probe.ts";
import { FlightRecorder } from "./recorder/flight-recorder.ts";
import { OptionalQuestions } from "./recorder/optional.ts";
import { parseInfo } from "./redis/info.ts";
import { SessionWatch } from "./redis/sessions.ts";

/** So often a target that answers is asked for what its probe does not ask. */
const LOOK_EVERY_MS = 10 * SECOND;

type Parts = { db: Database; lease: Lease; log: Log; clock: () => Instant };

/**
 * Stands beside the probe of one monitor: records its samples, watches what its
 * target is made of, how it saves and what it logs. Works on the probe's own
 * connection and only while the target answers; never delays or changes what
 * the probe does, and never throws.
 */
export class Companion {
  readonly #parts: Parts;
  readonly #monitorId: string;
  readonly #recorder = new FlightRecorder();
  readonly #questions = new OptionalQuestions();
  readonly #drift: DriftWatch;
  readonly #saves: SaveWatch;
  readonly #sessions: SessionWatch;
  readonly #logWatch: LogWatch | null;
  #lookedAt: Instant | null = null;
  #looking: Promise<void> = Promise.resolve();
  #configCalls = 0;
  #isBusy = false;
  #isStopped = false;
  /** The recording that still lacks what the target says when it is back. */
  #unfinished: { id: string; recording: Recording } | null = null;

  constructor(settings: MonitorSettings, monitorId: string, parts: Parts) {
    this.#parts = parts;
    this.#monitorId = monitorId;
    const store = { db: parts.db, lease: parts.lease, monitorId };
    const isRedis = settings.type === "redis";
    this.#drift = new DriftWatch(store, !isRedis);
    this.#saves = new SaveWatch(store, isRedis ? (settings.backups?.promise ?? null) : null);
    this.#sessions = new SessionWatch(
      isRedis ? (settings.sessions ?? null) : null,
      "roles" in settings ? Object.values(settings.roles) : [],
    );
    const logFile = isRedis ? settings.log_file : undefined;
    this.#logWatch = logFile === undefined ? null : new LogWatch(logFile, parts.clock, parts.log);
  }

  /** What it knows of the target, to be joined to what the probe measures. */
  facts(): Facts {
    const now = this.#parts.clock();
    return {
      ...this.#saves.facts(now),
      ...this.#drift.facts(now),
      ...this.#sessions.facts(now),
      ...(this.#logWatch?.facts(now) ?? {}),
    };
  }

  /** Takes in a look of the probe; asks on when the target answers and it is time. */
  seen(observation: Observation, ask: AskTarget | undefined): void {
    this.#recorder.add(observation);
    if (!ask || this.#isBusy || this.#isStopped || observation.latencyMs === null) return;
    const { at, facts } = observation;
    const isTime = this.#lookedAt === null || at - this.#lookedAt >= LOOK_EVERY_MS || at < this.#lookedAt;
    // Where the probe sees the counter of changes rise, the change is read at once.
    const calls = Number(facts.config_set_calls ?? 0);
    const isDue = isTime || calls > this.#configCalls;
    this.#configCalls = calls;
    if (!isDue && this.#unfinished === null) return;
    this.#lookedAt = at;
    this.#inTurn("A target could not be looked at more closely; it is tried again.", () => this.#look(ask, at));
  }

  /** The target has begun to fail: what the recorder holds is kept with the incident. */
  failed(now: Instant): void {
    const recording = this.#recorder.recording(now);
    this.#inTurn("A recording could not be kept.", async () => {
      const { db, lease } = this.#parts;
      const id = await keepRecording(db, lease, this.#monitorId, recording, now);
      if (id !== null) this.#unfinished = { id, recording };
    });
  }

  /** When what it has begun is done. */
  idle(): Promise<void> {
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#logWatch?.stop();
    await this.#looking;
  }

  async #look(ask: AskTarget, now: Instant): Promise<void> {
    const text = await this.#questions.ask(ask, now, "INFO");
    if (typeof text !== "string" || this.#isStopped) return;
    const info = parseInfo(text);
    const excerpt = await this.#recorder.look(ask, this.#questions, info, now);
    await this.#drift.look(ask, this.#questions, info, now);
    await this.#saves.look(info, now);
    await this.#sessions.look(ask, this.#questions, info, now);
    const unfinished = this.#unfinished;
    if (!unfinished) return;
    this.#unfinished = null;
    await finishRecording(this.#parts.db, unfinished.id, { ...unfinished.recording, after: excerpt });
  }

  /** One thing after the other: what fails is said, and nothing else suffers from it. */
  #inTurn(trouble: string, work: () => Promise<void>): void {
    this.#isBusy = true;
    this.#looking = this.#looking
      .then(work)
      .catch((error) => {
        if (!this.#isStopped) this.#parts.log.warn({ err: describeThrown(error) }, trouble);
      })
      .finally(() => {
        this.#isBusy = false;
      });
  }
}
