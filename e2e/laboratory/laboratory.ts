import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Signal } from "#lib/domain/damping.ts";
import type { Diagnosis, Expectation, Facts } from "#lib/domain/diagnosis.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { createLog } from "#lib/log.ts";
import { startMonitors } from "#lib/monitor/monitor-loop.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { takeLease } from "#lib/store/leases.ts";
import { listMonitors, readSignal } from "#lib/store/signals.ts";

/** What the product makes of a target at this moment. */
export type Verdict = {
  cause: string | null;
  /** Null while nothing can be said. */
  status: Signal["status"];
  diagnoses: Diagnosis[];
  facts: Facts;
  expected: Expectation | null;
  /** By the slug of the component: what the page shows. */
  page: Record<string, EffectiveStatus>;
};

export type Laboratory = {
  /** @returns null before the monitor's first verdict. */
  verdict(monitorKey: string): Promise<Verdict | null>;
  stop(): Promise<void>;
};

/** Nothing is wrong and nothing worth a note, but that settings were changed: we did so to break it. */
export function isWell(verdict: Verdict | null): boolean {
  return verdict?.status === "operational" && verdict.diagnoses.every(({ cause }) => cause === "config.drift");
}

/** The product's own monitor loop over a store, on targets of a test; no web, no front. */
export async function openLaboratory(db: Database, statusYaml: string): Promise<Laboratory> {
  const configuration = parseStatusFile(statusYaml, "laboratory.yaml", {});
  await applyConfiguration(db, configuration, Date.now());
  const lease = await takeLease(db, "monitor", "laboratory", 3_600_000, Date.now());
  if (!lease) throw new Error("The laboratory's store is watched by someone else.");
  const log = createLog("error", "test");
  const monitors = await startMonitors({ db, configuration, lease, log, clock: () => Date.now() });
  const ids = new Map((await listMonitors(db)).map((monitor) => [monitor.key, monitor.id]));
  return {
    async verdict(monitorKey) {
      const row = await readSignal(db, ids.get(monitorKey) ?? "");
      if (!row) return null;
      const signal = JSON.parse(row.signal) as Signal;
      const { groups } = await readPublicPage(db, Date.now());
      const page = Object.fromEntries(groups.flatMap((one) => one.components.map((c) => [c.slug, c.status])));
      return {
        cause: signal.cause,
        status: signal.status,
        diagnoses: JSON.parse(row.diagnoses),
        facts: JSON.parse(row.facts),
        expected: row.expected_at === null ? null : { at: row.expected_at, basis: row.expected_basis ?? "" },
        page,
      };
    },
    stop: () => monitors.stop(),
  };
}
