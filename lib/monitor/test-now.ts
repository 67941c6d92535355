import type { MonitorSettings } from "#lib/config/status-file.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { MonitorTestAnswer, TestStep } from "#lib/domain/monitor-test.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { type Lease, requireLease } from "#lib/store/leases.ts";
import { answerMonitorTest, beginMonitorTest, listOpenMonitorTests } from "#lib/store/monitor-tests.ts";
import { examine } from "./doctor/examine.ts";
import { startProbe } from "./probes/index.ts";
import type { ProbeContext } from "./probes/probe.ts";
import { redisTarget } from "./redis/target.ts";
import { within } from "./redis/within.ts";

const LOOK_EVERY_MS = 250;
/** Who asked longer ago than this has gone. */
const ASKED_WITHIN_MS = MINUTE;
const ANSWER_WITHIN_MS = 10 * SECOND;

/** A monitor that can be tested: how its probe is started, and with what. */
export type Testable = { settings: MonitorSettings; context: ProbeContext };

/** Answers operators' "Test now" with one look by a probe made for it, on connections of its own. */
export class TestDesk {
  readonly #parts: { db: Database; lease: Lease; log: Log; clock: () => Instant };
  readonly #monitors: ReadonlyMap<string, Testable>;
  readonly #timer: NodeJS.Timeout;
  #working: Promise<void> = Promise.resolve();
  #isBusy = false;

  /** `monitors`: by their ids. */
  constructor(
    parts: { db: Database; lease: Lease; log: Log; clock: () => Instant },
    monitors: ReadonlyMap<string, Testable>,
  ) {
    this.#parts = parts;
    this.#monitors = monitors;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }

  #look(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#working = this.#answerAll()
      .catch((error) => this.#parts.log.warn({ err: describeThrown(error) }, "A test could not be answered."))
      .finally(() => {
        this.#isBusy = false;
      });
  }

  async #answerAll(): Promise<void> {
    const { db, clock } = this.#parts;
    const open = await listOpenMonitorTests(db, clock() - ASKED_WITHIN_MS);
    await Promise.all(open.map((test) => this.#answer(test.id, test.monitor_id)));
  }

  async #answer(id: string, monitorId: string): Promise<void> {
    const { db, lease, clock } = this.#parts;
    const isOurs = await inTransaction(db, async (tx) => {
      await requireLease(tx, lease);
      return beginMonitorTest(tx, id, clock());
    });
    if (!isOurs) return;
    const monitor = this.#monitors.get(monitorId);
    const answer = monitor ? await lookOnce(monitor) : { tookMs: 0, seen: null, steps: [] };
    await answerMonitorTest(db, id, JSON.stringify(answer), clock());
  }
}

/** One look by a new probe, which is stopped after it. What it would remember is not kept. */
export async function lookOnce({ settings, context }: Testable): Promise<MonitorTestAnswer> {
  const begun = performance.now();
  const first = Promise.withResolvers<Observation | null>();
  const timer = setTimeout(() => first.resolve(null), ANSWER_WITHIN_MS);
  const probe = startProbe(settings, context, (seen) => first.resolve(seen));
  const [found, steps] = await Promise.all([first.promise, stepsTo(settings, context)]);
  clearTimeout(timer);
  await probe.stop();
  const tookMs = Math.round(performance.now() - begun);
  if (!found) return { tookMs, seen: null, steps };
  const { status, cause, latencyMs, facts, diagnoses = [] } = found;
  return { tookMs, seen: { status, cause, latencyMs, facts, diagnoses }, steps };
}

/** The way to a Redis as pulsepage doctor walks it; the walk is cut short rather than the answer held up. */
async function stepsTo(settings: MonitorSettings, { clock, log }: ProbeContext): Promise<TestStep[]> {
  if (settings.type !== "redis") return [];
  try {
    const target = redisTarget(settings.url, settings.tls);
    const steps = await within(examine(target, { readOnly: settings.read_only }, clock()), ANSWER_WITHIN_MS);
    return steps.map(({ step, result, says }) => ({ step, result, says }));
  } catch (error) {
    log.warn({ monitor: settings.key, err: describeThrown(error) }, "The way to a target could not be walked.");
    return [];
  }
}
