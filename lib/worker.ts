import { statSync } from "node:fs";
import { hostname } from "node:os";
import type { Config } from "#lib/config/environment.ts";
import { isDefaultConfiguration, loadStatusFile } from "#lib/config/load.ts";
import type { StatusFile } from "#lib/config/status-file.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { backUpDaily } from "#lib/keep/daily-backup.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { type MonitorLoop, startMonitors } from "#lib/monitor/monitor-loop.ts";
import { startNotify } from "#lib/notify/deliver.ts";
import { Purge } from "#lib/publish/purge.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { consoleMonitors } from "#lib/services/console-monitors.ts";
import { followExpectations } from "#lib/services/follow-expectation.ts";
import { planAhead } from "#lib/services/plan-windows.ts";
import { publishDue } from "#lib/services/publish-due.ts";
import { sweep } from "#lib/services/sweep.ts";
import { remindOfMaintenances } from "#lib/services/tell-maintenance.ts";
import { tendMaintenances } from "#lib/services/tend-maintenances.ts";
import { readAppliedConfiguration } from "#lib/store/configuration.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { dropLease, type Lease, requireLease, takeLease } from "#lib/store/leases.ts";
import type { Row } from "#lib/store/schema.ts";
import { monitorsChangedAt } from "#lib/store/signals.ts";

const CLOCK_MS = 250;
const LEASE_TTL_MS = 10_000;
const LEASE_RENEW_MS = 3_000;
const CONFIG_LOOK_MS = 2_000;
const SWEEP_MS = 3_600_000;

export type Worker = { stop(): Promise<void> };

type Parts = { config: Config; db: Database; log: Log; clock: () => Instant };

/**
 * Watches, judges, publishes what is due and delivers what is owed.
 *
 * Several workers on one PostgreSQL share the deliveries; the one that holds
 * the lease watches. On one machine the holder's name outlives its process, so
 * that a restarted worker goes on at once.
 */
export async function startWorker(parts: Parts, instanceId: string): Promise<Worker> {
  const holder = `${hostname()}:${instanceId}`;
  const notify = startNotify({ ...parts, workerId: holder });
  const leader = new Leader(parts, holder);
  await leader.tick();
  const renewing = setInterval(() => void leader.tick(), LEASE_RENEW_MS);
  const clock = setInterval(() => void leader.publish(), CLOCK_MS);
  const purging = setInterval(() => void leader.purge(), CLOCK_MS);
  const looking = setInterval(() => void leader.lookAtConfiguration(), CONFIG_LOOK_MS);
  const sweeping = setInterval(() => void leader.sweep(), SWEEP_MS);
  return {
    async stop() {
      for (const timer of [renewing, clock, purging, looking, sweeping]) clearInterval(timer);
      await Promise.all([leader.stop(), notify.stop()]);
    },
  };
}

/** What only one worker does at a time. */
class Leader {
  readonly #parts: Parts;
  readonly #holder: string;
  #lease: Lease | null = null;
  #monitors: MonitorLoop | null = null;
  #seen = "";
  #publishing = false;
  readonly #purge: Purge;
  #endBackup: () => void = () => undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: Parts, holder: string) {
    this.#parts = parts;
    this.#holder = holder;
    this.#purge = new Purge(parts);
  }

  /** Takes or renews the lease; begins to watch when it becomes ours, ends when it is lost. */
  tick(): Promise<void> {
    return this.#inTurn(async () => {
      const { db, clock } = this.#parts;
      const before = this.#lease;
      this.#lease = await takeLease(db, "monitor", this.#holder, LEASE_TTL_MS, clock());
      if (this.#lease === null || this.#lease.fence !== before?.fence) await this.#endWatching();
      if (this.#lease && !this.#monitors) await this.#watch(this.#lease);
    });
  }

  /** Reads the configuration again when its file changed; an invalid one is refused and the running one stays. */
  lookAtConfiguration(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#lease) return;
      const { config, db, log } = this.#parts;
      const applied = await readAppliedConfiguration(db);
      const stamp = await this.#stamp(applied);
      if (stamp === this.#seen) return;
      this.#seen = stamp;
      try {
        loadStatusFile(config, process.env, applied?.text ?? null);
      } catch (error) {
        log.error(
          { err: describeThrown(error) },
          "The changed configuration is not usable; the one before stays in force.",
        );
        return;
      }
      await this.#endWatching();
      await this.#watch(this.#lease);
      log.info({}, "The changed configuration is in force.");
    });
  }

  async publish(): Promise<void> {
    const lease = this.#lease;
    if (!lease || this.#publishing) return;
    this.#publishing = true;
    try {
      await inTransaction(this.#parts.db, (tx) => requireLease(tx, lease));
      await publishDue(this.#parts.db, this.#parts.clock());
      await followExpectations(this.#parts.db, this.#parts.clock());
      await tendMaintenances(this.#parts.db, this.#parts.clock());
      await remindOfMaintenances(this.#parts.db, this.#parts.clock());
    } catch (error) {
      this.#parts.log.warn({ err: describeThrown(error) }, "What is due could not be published yet.");
    } finally {
      this.#publishing = false;
    }
  }

  /** Has the caches in front let go of what is no longer so. */
  async purge(): Promise<void> {
    if (!this.#lease) return;
    // A store that does not answer is said by everything else that asks it.
    await this.#purge.tick(this.#parts.clock()).catch(() => undefined);
  }

  sweep(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#lease) return;
      const { config, db, log, clock } = this.#parts;
      await planAhead(db, clock());
      await sweep(db, clock());
      this.#endBackup = backUpDaily(config.dataDir, log, clock()) ?? this.#endBackup;
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      this.#endBackup();
      await this.#endWatching();
      if (this.#lease) await dropLease(this.#parts.db, this.#lease, this.#parts.clock());
      this.#lease = null;
    });
  }

  async #watch(lease: Lease): Promise<void> {
    const { config, db, log, clock } = this.#parts;
    const applied = await readAppliedConfiguration(db);
    this.#seen = await this.#stamp(applied);
    const configuration: StatusFile = loadStatusFile(config, process.env, applied?.text ?? null);
    const isDefault = isDefaultConfiguration(config, applied?.text ?? null);
    await applyConfiguration(db, configuration, clock(), { isDefault });
    const made = await consoleMonitors(db, { secret: config.sessionSecret, env: process.env, log });
    const monitors = [...configuration.monitors, ...made];
    this.#monitors = await startMonitors({ db, configuration: { ...configuration, monitors }, lease, log, clock });
  }

  async #endWatching(): Promise<void> {
    const monitors = this.#monitors;
    this.#monitors = null;
    await monitors?.stop();
  }

  /** Changes whenever the configuration may have. */
  async #stamp(applied: Row<"configuration"> | undefined): Promise<string> {
    return `${await monitorsChangedAt(this.#parts.db)} ${this.#stampOfFile(applied)}`;
  }

  #stampOfFile(applied: Row<"configuration"> | undefined): string {
    try {
      const { mtimeMs, size, ino } = statSync(this.#parts.config.configFile.path);
      return `file ${mtimeMs} ${size} ${ino}`;
    } catch {
      return `store ${applied?.applied_at ?? "none"}`;
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error) => {
      this.#parts.log.error({ err: describeThrown(error) }, "The worker could not do its round; it tries again.");
    });
    return this.#turn;
  }
}
