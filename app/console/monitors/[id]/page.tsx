import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { changeViews } from "#app/console/changes.ts";
import { factLines } from "#app/console/fact-words.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { pauseMonitorAction, testMonitorAction } from "#app/console/monitor-actions.ts";
import { kindWords, type MonitorView, monitorViews } from "#app/console/monitor-views.ts";
import { type IdPageProps, single } from "#app/console/page-props.ts";
import { isRedisKind } from "#app/console/redis-views.ts";
import { readSaves } from "#app/console/saves.ts";
import { testResult } from "#app/console/test-results.ts";
import { failoverViews, topologyView } from "#app/console/topology-views.ts";
import { Changes } from "#components/console/changes.tsx";
import { DiagnosisCard } from "#components/console/diagnosis-card.tsx";
import { Saves } from "#components/console/saves.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { TestResult } from "#components/console/test-result.tsx";
import { TopologyPicture } from "#components/console/topology-picture.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card, Facts } from "#components/ui/card.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { DAY } from "#lib/domain/instant.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listFailovers } from "#lib/store/failovers.ts";
import { findMonitorTest } from "#lib/store/monitor-tests.ts";
import { listTargetChanges } from "#lib/store/target-changes.ts";

export const metadata: Metadata = { title: "Monitor" };

const CHANGES_SHOWN = 30;

export default async function MonitorPage({ params, searchParams }: IdPageProps) {
  const { id } = await params;
  const { runtime, actor, now } = await requireOperator(`/console/monitors/${id}`);
  const { db } = runtime;
  const testId = single(await searchParams, "test");
  const [{ page, shell }, evidence, changes, failovers, test, saves] = await Promise.all([
    readFrame(db, actor),
    readEvidence(db, now, now),
    listTargetChanges(db, [id], now - 90 * DAY, CHANGES_SHOWN),
    listFailovers(db, [id], CHANGES_SHOWN),
    testId === undefined ? undefined : findMonitorTest(db, testId),
    readSaves(db, id),
  ]);
  const monitor = monitorViews(evidence, page.time_zone, now).find((one) => one.id === id);
  if (!monitor) notFound();
  const isTarget = isRedisKind(monitor.kind);
  const topology = topologyView(monitor.facts);
  return (
    <Shell {...shell} current="monitors" title={monitor.name}>
      <div className="grid gap-8">
        <div className="grid gap-3">
          <Head monitor={monitor} />
          <div className="flex flex-wrap items-start gap-2">
            {mayActAs(actor, "reporter") && !monitor.isPaused ? (
              <ActionForm action={testMonitorAction} hidden={{ monitor: id }}>
                <Button>Test now</Button>
              </ActionForm>
            ) : null}
            {mayActAs(actor, "maintainer") ? (
              <ActionForm action={pauseMonitorAction} hidden={{ monitor: id, paused: monitor.isPaused ? "no" : "yes" }}>
                <Button>{monitor.isPaused ? "Let it look again" : "Pause"}</Button>
              </ActionForm>
            ) : null}
            {mayActAs(actor, "maintainer") && monitor.isOurs ? (
              <ButtonLink href={`/console/monitors/${id}/edit`}>Change…</ButtonLink>
            ) : null}
          </div>
          {monitor.isPaused ? (
            <p className="m-0 text-[14px] text-mute">
              Paused, it does not speak: its components are what their other monitors say, or what you say by hand.
            </p>
          ) : null}
          {monitor.isOurs ? null : (
            <p className="m-0 text-[13.5px] text-mute">What it looks at comes from status.yaml: change it there.</p>
          )}
        </div>
        {test && test.monitor_id === id ? (
          <Section id="test" title="The test">
            <TestResult result={testResult(test, page.time_zone)} />
          </Section>
        ) : null}
        <Section id="found" title="What it finds">
          {monitor.diagnoses.length === 0 ? (
            <Card>
              <p className="m-0 text-mute">
                {monitor.status === "unknown" ? "Nothing is known." : "Nothing is wrong."}
              </p>
            </Card>
          ) : (
            monitor.diagnoses.map((one) => <DiagnosisCard key={one.cause} diagnosis={one} />)
          )}
        </Section>
        {topology === null ? null : (
          <Section id="topology" title="Its nodes">
            <TopologyPicture topology={topology} />
            {failovers.length === 0 ? null : (
              <Card>
                <h3 className="mt-0 mb-1 text-[14px] font-semibold">Who took over</h3>
                <Changes changes={failoverViews(failovers, page.time_zone, now)} />
              </Card>
            )}
          </Section>
        )}
        <div className="grid items-start gap-8 lg:grid-cols-2">
          <Section id="measured" title="What it measured last">
            <Card>
              <Facts facts={factLines(monitor.facts)} />
            </Card>
          </Section>
          {isTarget ? (
            <div className="grid gap-8">
              <Section id="changes" title="What was changed on it">
                <Card>
                  <Changes changes={changeViews(changes, page.time_zone, now)} />
                </Card>
              </Section>
              <Section id="saves" title="How it saves its data">
                <Card>
                  <Saves saves={saves(monitor.facts, page.time_zone, now)} />
                </Card>
              </Section>
            </div>
          ) : null}
        </div>
      </div>
    </Shell>
  );
}

function Head({ monitor }: { monitor: MonitorView }) {
  return (
    <p className="m-0 flex flex-wrap items-baseline gap-x-3 text-[14px]">
      <StatusWord status={monitor.status} />
      {monitor.problem === null ? null : <strong>{monitor.problem}</strong>}
      <span className="text-mute tabular-nums">
        {[
          kindWords(monitor.kind),
          monitor.since,
          monitor.lastLook === null ? "not looked at yet" : `last look ${monitor.lastLook}`,
          monitor.components.length === 0 ? null : `for ${monitor.components.join(", ")}`,
        ]
          .filter((one) => one !== null)
          .join(" · ")}
      </span>
      {monitor.expected === null ? null : <span>{monitor.expected}</span>}
    </p>
  );
}
