import { reads } from "#app/api/face/handle.ts";
import { moment } from "#app/api/face/present.ts";
import { operatorWords } from "#lib/diagnosis/words.ts";
import type { Signal } from "#lib/domain/damping.ts";
import type { Diagnosis, Facts } from "#lib/domain/diagnosis.ts";
import { componentSlugs } from "#lib/store/components.ts";
import type { Row } from "#lib/store/schema.ts";
import { listMonitors, listSignals, type MonitorWithComponents } from "#lib/store/signals.ts";

/** Every explanation of what the monitors find now, notes included (their status is null); of `?monitor=` alone when given. */
export const GET = reads("viewer", async ({ db, query, now }) => {
  const [monitors, signals, slugs] = await Promise.all([listMonitors(db), listSignals(db), componentSlugs(db)]);
  const wanted = query.get("monitor");
  const items = monitors
    .filter((monitor) => wanted === null || monitor.key === wanted || monitor.id === wanted)
    .flatMap((monitor) => {
      const row = signals.find((one) => one.monitor_id === monitor.id);
      const isFresh = row !== undefined && now - row.observed_at <= monitor.stale_after_ms;
      return isFresh ? presentDiagnoses(monitor, row, slugs) : [];
    });
  return { body: { items, next_cursor: null } };
});

function presentDiagnoses(monitor: MonitorWithComponents, row: Row<"signal">, slugs: Map<string, string>): object[] {
  const facts = JSON.parse(row.facts) as Facts;
  const signal = JSON.parse(row.signal) as Signal;
  return (JSON.parse(row.diagnoses) as Diagnosis[]).map((one) => {
    const leads = one.cause === signal.cause && one.status === signal.status;
    const { title, advice, commands } = operatorWords(one.cause, facts);
    return {
      monitor: monitor.key,
      components: monitor.componentIds.map((id) => slugs.get(id) ?? id),
      cause: one.cause,
      title,
      status: one.status,
      impacts: one.impacts,
      confidence: one.confidence,
      evidence: Object.fromEntries(one.evidence),
      advice,
      commands,
      since: leads ? moment(signal.since) : null,
      observed_at: moment(row.observed_at),
      expected_at: leads ? moment(row.expected_at) : null,
      expected_basis: leads ? row.expected_basis : null,
    };
  });
}
