import type { StatusFile } from "#lib/config/status-file.ts";
import type { Signal } from "#lib/domain/damping.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { Failover } from "#lib/domain/topology.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { keepSamples } from "#lib/services/keep-samples.ts";
import { recordChange } from "#lib/services/record-change.ts";
import { touchSignals } from "#lib/services/touch-signals.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertFailover } from "#lib/store/failovers.ts";
import { type Lease, requireLease } from "#lib/store/leases.ts";
import { findMonitor, listSignals, readHeartbeat } from "#lib/store/signals.ts";
import { Companion } from "./companion.ts";
import { IsItMe } from "./is-it-me.ts";
import { createJudge, type Judge, TOUCH_EVERY_MS } from "./judge.ts";
import { startProbe } from "./probes/index.ts";
import type { Probe } from "./probes/probe.ts";
import { Sampler } from "./sampler.ts";
import { type Testable, TestDesk } from "./test-now.ts";

export type MonitorLoop = { stop(): Promise<void> };

type Watched = {
  monitorId: string;
  key: string;
  judge: Judge;
  latest: Observation | null;
  busy: Promise<void>;
  probe: Probe;
  companion: Companion;
};

/**
 * Watches everything the configuration lists and records what is found.
 *
 * A finding that cannot be recorded (the store is locked or full) is found
 * again by the next observation: the judge has not changed its mind before the
 * store has taken it.
 */
export async function startMonitors(options: {
  db: Database;
  configuration: StatusFile;
  lease: Lease;
  log: Log;
  clock: () => Instant;
}): Promise<MonitorLoop> {
  const { db, configuration, log, clock } = options;
  const stored = new Map((await listSignals(db)).map((row) => [row.monitor_id, row]));
  const watched: Watched[] = [];
  const sampler = new Sampler();
  const testable = new Map<string, Testable>();
  const isItMe = new IsItMe(configuration.monitors, log);
  for (const settings of configuration.monitors) {
    const monitor = await findMonitor(db, settings.key);
    if (!monitor || monitor.paused_at !== null) continue;
    const row = stored.get(monitor.id);
    const judge = createJudge(settings, row ? (JSON.parse(row.signal) as Signal) : null, monitor.stale_after_ms);
    const one: Watched = {
      monitorId: monitor.id,
      key: settings.key,
      judge,
      latest: null,
      busy: Promise.resolve(),
      probe: { stop: async () => undefined },
      companion: new Companion(settings, monitor.id, options),
    };
    const context = {
      memory: JSON.parse(row?.memory ?? "{}"),
      log,
      clock,
      lastBeatAt: () => readHeartbeat(db, monitor.id),
      joined: () => one.companion.facts(),
    };
    testable.set(monitor.id, { settings, context: { ...context, memory: {} } });
    one.probe = startProbe(settings, context, (observation) => {
      one.companion.seen(observation, one.probe.ask?.bind(one.probe));
      sampler.take(monitor.id, observation);
      // One after the other: two findings of one monitor never race each other into the store.
      one.busy = one.busy.then(async () => take(options, one, await isItMe.weigh(settings, observation)));
    });
    watched.push(one);
  }
  const touching = setInterval(() => {
    void touch(options, watched);
    void keep(options, sampler);
  }, TOUCH_EVERY_MS);
  const desk = new TestDesk(options, testable);
  return {
    async stop() {
      clearInterval(touching);
      isItMe.stop();
      await desk.stop();
      await Promise.all(watched.map((one) => one.probe.stop()));
      await Promise.all(watched.map((one) => one.busy));
      await Promise.all(watched.map((one) => one.companion.stop()));
      await touch(options, watched);
      await keep(options, sampler, true);
    },
  };
}

async function take(
  options: { db: Database; lease: Lease; log: Log; clock: () => Instant },
  one: Watched,
  observation: Observation,
): Promise<void> {
  const before = one.judge.signal()?.status ?? "operational";
  if (observation.failover) await keepFailover(options, one, observation.failover);
  const { finding, accept } = one.judge.take(observation);
  if (finding) {
    try {
      await inTransaction(options.db, async (tx) => {
        await requireLease(tx, options.lease);
        await recordChange(tx, { monitorId: one.monitorId, ...finding }, options.clock());
      });
      const { status, cause, since } = finding.change;
      if (before === "operational" && status !== "operational") one.companion.failed(options.clock());
      options.log.info({ monitor: one.key, status, cause, since: new Date(since).toISOString() }, "Found a change.");
    } catch (error) {
      options.log.error(
        { monitor: one.key, err: describeThrown(error) },
        "A finding could not be recorded; it is tried again.",
      );
      return;
    }
  }
  accept();
  if (observation.status !== null) one.latest = observation;
}

/** The ledger is for looking back: an entry that cannot be written holds up nothing. */
async function keepFailover(
  { db, lease, log }: { db: Database; lease: Lease; log: Log },
  one: Watched,
  failover: Failover,
): Promise<void> {
  try {
    await inTransaction(db, async (tx) => {
      await requireLease(tx, lease);
      await insertFailover(tx, one.monitorId, failover);
    });
    log.info({ monitor: one.key, ...failover }, "The deployment has a new primary.");
  } catch (error) {
    log.error({ monitor: one.key, err: describeThrown(error) }, "A change of primary could not be written down.");
  }
}

async function touch(options: { db: Database; lease: Lease; log: Log }, watched: readonly Watched[]): Promise<void> {
  const seen = watched.flatMap((one) => {
    const signal = one.judge.signal();
    return one.latest && signal ? [{ monitorId: one.monitorId, signal, observation: one.latest }] : [];
  });
  try {
    await inTransaction(options.db, async (tx) => {
      await requireLease(tx, options.lease);
      await touchSignals(tx, seen);
    });
  } catch (error) {
    options.log.warn({ err: describeThrown(error) }, "Evidence could not be written down.");
  }
}

/** Writes down what was measured in the minutes that are over. What could not be written waits for the next time. */
async function keep(
  { db, lease, log, clock }: { db: Database; lease: Lease; log: Log; clock: () => Instant },
  sampler: Sampler,
  everything = false,
): Promise<void> {
  const measured = sampler.drain(clock(), everything);
  if (measured.length === 0) return;
  try {
    await inTransaction(db, async (tx) => {
      await requireLease(tx, lease);
      await keepSamples(tx, measured);
    });
  } catch (error) {
    sampler.putBack(measured);
    log.warn({ err: describeThrown(error) }, "What was measured could not be written down yet.");
  }
}
