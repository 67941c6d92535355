import type { Metadata } from "next";
import { changesLately } from "#app/console/changes.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { monitorViews } from "#app/console/monitor-views.ts";
import { failoversLately, isRedisKind, targetCard } from "#app/console/redis-views.ts";
import { Refresh } from "#components/console/refresh.tsx";
import { Shell } from "#components/console/shell.tsx";
import { TargetCard } from "#components/console/target-card.tsx";
import { Card } from "#components/ui/card.tsx";
import { readEvidence } from "#lib/services/read-page.ts";

export const metadata: Metadata = { title: "Redis" };

const REFRESH_MS = 5_000;

export default async function RedisPage() {
  const { runtime, actor, now } = await requireOperator("/console/redis");
  const [{ page, shell }, evidence, changes, failovers] = await Promise.all([
    readFrame(runtime.db, actor),
    readEvidence(runtime.db, now, now),
    changesLately(runtime.db, now),
    failoversLately(runtime.db),
  ]);
  const targets = monitorViews(evidence, page.time_zone, now).filter((one) => isRedisKind(one.kind));
  return (
    <Shell {...shell} current="redis" title="Redis">
      <Refresh everyMs={REFRESH_MS} />
      <div className="grid gap-5">
        {targets.length === 0 ? (
          <Card>
            <p className="m-0 text-mute">
              No Redis is watched yet. Add one under Monitors: its memory, its replicas, what was changed on it and how
              it saves its data are then shown here.
            </p>
          </Card>
        ) : null}
        {targets.map((monitor) => (
          <TargetCard key={monitor.id} target={targetCard(monitor, changes, failovers, page.time_zone, now)} />
        ))}
      </div>
    </Shell>
  );
}
