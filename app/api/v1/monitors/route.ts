import { reads } from "#app/api/face/handle.ts";
import { moment } from "#app/api/face/present.ts";
import type { Signal } from "#lib/domain/damping.ts";
import { componentSlugs } from "#lib/store/components.ts";
import { listMonitors, listSignals } from "#lib/store/signals.ts";

/** What is watched and what it says. Addresses of targets are not part of it. */
export const GET = reads("viewer", async ({ db }) => {
  const [monitors, signals, slugs] = await Promise.all([listMonitors(db), listSignals(db), componentSlugs(db)]);
  const items = monitors.map((monitor) => {
    const row = signals.find((one) => one.monitor_id === monitor.id);
    const signal = row ? (JSON.parse(row.signal) as Signal) : null;
    return {
      id: monitor.id,
      key: monitor.key,
      name: monitor.name,
      type: monitor.kind,
      components: monitor.componentIds.map((id) => slugs.get(id) ?? id),
      notify_after: monitor.notify_after_ms / 1_000,
      status: signal?.status ?? "unknown",
      cause: signal?.cause ?? null,
      since: signal ? moment(signal.since) : null,
      observed_at: row ? moment(row.observed_at) : null,
      latency_ms: row?.latency_ms ?? null,
      facts: row ? JSON.parse(row.facts) : {},
    };
  });
  return { body: { items, next_cursor: null } };
});
