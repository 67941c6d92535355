import type { Metadata } from "next";
import Link from "next/link";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { type MonitorView, monitorViews } from "#app/console/monitor-views.ts";
import { queueCards, workerLines } from "#app/console/queue-views.ts";
import { QueueCard } from "#components/console/queue-card.tsx";
import { Refresh } from "#components/console/refresh.tsx";
import { Shell } from "#components/console/shell.tsx";
import { Card, Facts } from "#components/ui/card.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { Instant } from "#lib/domain/instant.ts";
import { readEvidence } from "#lib/services/read-page.ts";

export const metadata: Metadata = { title: "Queues" };

const REFRESH_MS = 5_000;

export default async function QueuesPage() {
  const { runtime, actor, now } = await requireOperator("/console/queues");
  const [{ page, shell }, evidence] = await Promise.all([
    readFrame(runtime.db, actor),
    readEvidence(runtime.db, now, now),
  ]);
  const monitors = monitorViews(evidence, page.time_zone, now).filter(({ kind }) => kind === "rq" || kind === "bullmq");
  return (
    <Shell {...shell} current="queues" title="Queues">
      <Refresh everyMs={REFRESH_MS} />
      <div className="grid gap-8">
        {monitors.length === 0 ? (
          <Card>
            <p className="m-0 text-mute">
              No queue is watched yet. List it in status.yaml with the type rq or bullmq: then a component is slow when
              its tasks wait too long, and you see here which ones and how long until they are done.
            </p>
          </Card>
        ) : null}
        {monitors.map((monitor) => (
          <Queues key={monitor.id} monitor={monitor} timeZone={page.time_zone} now={now} />
        ))}
      </div>
    </Shell>
  );
}

function Queues({ monitor, timeZone, now }: { monitor: MonitorView; timeZone: string; now: Instant }) {
  const queues = queueCards(monitor.facts, timeZone);
  const workers = workerLines(monitor.facts, now);
  return (
    <section aria-labelledby={monitor.id} className="grid gap-3">
      <h2 id={monitor.id} className="m-0 flex flex-wrap items-baseline gap-x-3 text-[17px] font-bold">
        <Link href={`/console/monitors/${monitor.id}`} prefetch={false}>
          <bdi>{monitor.name}</bdi>
        </Link>
        <StatusWord status={monitor.status} />
        {monitor.problem === null ? null : <span className="text-[14px] font-normal">{monitor.problem}</span>}
      </h2>
      {queues.length === 0 ? (
        <Card>
          <p className="m-0 text-mute">No queue has been seen there.</p>
        </Card>
      ) : (
        <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {queues.map((queue) => (
            <QueueCard key={queue.name} queue={queue} />
          ))}
        </div>
      )}
      {workers.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer py-1 text-[14px] font-semibold">Workers ({workers.length})</summary>
          <Card>
            <Facts facts={workers} />
          </Card>
        </details>
      )}
    </section>
  );
}
