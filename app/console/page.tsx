import type { Metadata } from "next";
import Link from "next/link";
import { FindingCard, WhatToDo } from "#components/console/finding-card.tsx";
import { IncidentRow } from "#components/console/incident-row.tsx";
import { Outbox } from "#components/console/outbox.tsx";
import { Refresh } from "#components/console/refresh.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CHANNEL_KINDS, CHANNEL_NAMES, type ChannelKind } from "#lib/domain/channel.ts";
import { formatDuration, formatTimeWithSeconds } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Evidence } from "#lib/services/components-now.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listAlarms } from "#lib/store/alarms.ts";
import { type OutboxSummary, outboxSummary } from "#lib/store/deliveries.ts";
import type { Row } from "#lib/store/schema.ts";
import { changesLately } from "./changes.ts";
import { outboxTroubles } from "./delivery-views.ts";
import { type Finding, findingsNow } from "./findings.ts";
import { type Frame, readFrame } from "./frame.ts";
import { requireOperator } from "./guard.ts";
import { incidentRow } from "./incident-rows.ts";

export const metadata: Metadata = { title: "Now · Console" };

const REFRESH_MS = 5_000;

export default async function NowPage() {
  const { runtime, actor, now } = await requireOperator("/console");
  const { db, config } = runtime;
  const [frame, evidence, changes, outbox, alarms] = await Promise.all([
    readFrame(db, actor),
    readEvidence(db, now, now),
    changesLately(db, now),
    outboxSummary(db),
    listAlarms(db),
  ]);
  const timeZone = frame.page.time_zone;
  const findings = findingsNow(evidence, changes, timeZone, now);
  return (
    <Shell {...frame.shell} current="now" title="Now">
      <Refresh everyMs={REFRESH_MS} />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <section aria-labelledby="found" className="grid min-w-0 gap-3">
          <h2 id="found" className="m-0 text-[17px] font-bold">
            What the monitors see
          </h2>
          {findings.length === 0 ? <AllWell evidence={evidence} timeZone={timeZone} /> : null}
          {findings.map((finding) => (
            <FindingCard key={finding.monitorId} finding={finding}>
              <WhatToDo finding={finding} />
              <NextStep finding={finding} frame={frame} now={now} />
            </FindingCard>
          ))}
        </section>
        <div className="grid min-w-0 gap-8">
          <section aria-labelledby="open" className="grid gap-3">
            <h2 id="open" className="m-0 text-[17px] font-bold">
              Open incidents
            </h2>
            <OpenIncidents open={frame.open} timeZone={timeZone} now={now} />
            <p className="m-0">
              <ButtonLink href="/console/incidents/new">Report an incident</ButtonLink>
            </p>
          </section>
          <section aria-labelledby="outbox" className="grid gap-3">
            <h2 id="outbox" className="m-0 text-[17px] font-bold">
              Notices
            </h2>
            <Outbox
              channels={usedChannels(outbox).map((channel) => ({
                name: CHANNEL_NAMES[channel],
                ...outbox[channel],
                waiting: waitingText(outbox[channel].oldestQueuedAt, now),
              }))}
              troubles={outboxTroubles(outbox, config, alarms, timeZone, now)}
            />
          </section>
        </div>
      </div>
    </Shell>
  );
}

/** Mail and Slack always, the others once something went there. */
function usedChannels(outbox: OutboxSummary): ChannelKind[] {
  return CHANNEL_KINDS.filter((kind) => {
    const { queued, sent, failed, suppressed } = outbox[kind];
    return kind === "email" || kind === "slack" || queued + sent + failed + suppressed > 0;
  });
}

function AllWell({ evidence, timeZone }: { evidence: Evidence; timeZone: string }) {
  const seen = evidence.signals.map((signal) => signal.observed_at);
  const count = evidence.monitors.length;
  return (
    <Card>
      <p className="m-0">
        {count === 0 ? (
          <>
            Nothing is watched yet. <Link href="/console/monitors/new">Begin with the Redis</Link> your users would miss
            first: what it finds appears here, with what to do about it.
          </>
        ) : seen.length === 0 ? (
          "The monitors have not looked yet."
        ) : (
          `Nothing is wrong: ${count} monitor${count === 1 ? "" : "s"}, last look ${formatTimeWithSeconds(Math.max(...seen), timeZone)}.`
        )}
      </p>
    </Card>
  );
}

/** What can be done about a finding: report its draft, or go on with the incident it has become. */
function NextStep({ finding, frame, now }: { finding: Finding; frame: Frame; now: Instant }) {
  const draft = frame.drafts.find((one) => one.monitor_id === finding.monitorId);
  const open = frame.open.find((one) => one.monitor_id === finding.monitorId);
  if (draft) {
    const inMs = draft.publish_at === null ? null : draft.publish_at - now;
    return (
      <p className="m-0 flex flex-wrap items-center gap-3">
        <ButtonLink href={`/console/incidents/new?draft=${draft.id}`} look="primary" aria-keyshortcuts="Enter">
          Report this
        </ButtonLink>
        <span className="text-[13px] text-mute">
          {draft.follows_id !== null
            ? "It follows from what is out already, so it is not posted by itself while that is open."
            : inMs === null
              ? "A draft is ready. It is not posted by itself."
              : inMs <= 0
                ? "A draft is being posted by itself."
                : `A draft is ready, and is posted by itself in ${formatDuration(inMs)}.`}
        </span>
      </p>
    );
  }
  if (!open) return null;
  return (
    <p className="m-0">
      <ButtonLink href={`/console/incidents/${open.id}`}>Update the incident</ButtonLink>
    </p>
  );
}

function OpenIncidents({ open, timeZone, now }: { open: Row<"incident">[]; timeZone: string; now: Instant }) {
  if (open.length === 0) {
    return (
      <Card>
        <p className="m-0 text-mute">None. What you report is on the page at once, and told to who asked.</p>
      </Card>
    );
  }
  return (
    <Card className="py-2">
      <ul className="m-0 list-none p-0">
        {open.map((incident) => (
          <IncidentRow key={incident.id} incident={incidentRow(incident, timeZone, now)}>
            <ButtonLink
              href={`/console/incidents/${incident.id}`}
              aria-label={`Update: ${incident.title}`}
              aria-keyshortcuts="u"
            >
              Update
            </ButtonLink>
            <ButtonLink
              href={`/console/incidents/${incident.id}?resolve=1`}
              aria-label={`Resolve: ${incident.title}`}
              aria-keyshortcuts="r"
            >
              Resolve
            </ButtonLink>
          </IncidentRow>
        ))}
      </ul>
    </Card>
  );
}

function waitingText(oldestQueuedAt: Instant | null, now: Instant): string | null {
  return oldestQueuedAt === null ? null : `the oldest for ${formatDuration(now - oldestQueuedAt)}`;
}
