import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { systemChecks } from "#app/console/system-views.ts";
import { CheckRow } from "#components/console/check-row.tsx";
import { Refresh } from "#components/console/refresh.tsx";
import { Shell } from "#components/console/shell.tsx";
import { Card } from "#components/ui/card.tsx";
import { readSystem } from "#lib/keep/system.ts";
import { listAlarms } from "#lib/store/alarms.ts";
import { outboxSummary } from "#lib/store/deliveries.ts";

export const metadata: Metadata = { title: "System" };

const REFRESH_MS = 10_000;

export default async function SystemPage() {
  const { runtime, actor, now } = await requireOperator("/console/system");
  const { db, config } = runtime;
  const [{ page, shell }, state, outbox, alarms] = await Promise.all([
    readFrame(db, actor),
    readSystem(config, db, process.env, Date.now),
    outboxSummary(db),
    listAlarms(db),
  ]);
  const checks = systemChecks(state, { outbox, alarms, timeZone: page.time_zone }, now);
  const amiss = checks.filter((one) => one.state !== "well").length;
  return (
    <Shell {...shell} current="system" title="System">
      <Refresh everyMs={REFRESH_MS} />
      <p className="mt-0 mb-4 text-[14px] text-mute tabular-nums">
        {amiss === 0 ? "Everything here is well." : `${amiss} of ${checks.length} want a look.`} Pulsepage{" "}
        {state.version}, Node {state.node}.
      </p>
      <Card className="max-w-4xl py-2">
        <ul className="m-0 list-none p-0">
          {checks.map((check) => (
            <CheckRow key={check.name} check={check} />
          ))}
        </ul>
      </Card>
      <p className="mt-4 mb-0 max-w-4xl text-[13.5px] text-mute">
        The same for machines: <code>/readyz</code> says whether it can serve and write, <code>/metrics</code> counts.{" "}
        <code>pulsepage doctor</code> looks at a Redis from here.
      </p>
    </Shell>
  );
}
