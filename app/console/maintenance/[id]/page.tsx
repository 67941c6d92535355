import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { countMaintenanceRecipients, replanAction, stepAction } from "#app/console/maintenance-actions.ts";
import { changeViews, maintenanceRow, statusOf } from "#app/console/maintenance-views.ts";
import { type IdPageProps, single } from "#app/console/page-props.ts";
import { recipientsText } from "#app/console/recipients.ts";
import { ForgetText } from "#components/console/kept-text.tsx";
import { MaintenanceForm } from "#components/console/maintenance-form.tsx";
import { WORK_WORDS } from "#components/console/maintenance-row.tsx";
import { MaintenanceSteps } from "#components/console/maintenance-steps.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { statusLabel } from "#components/ui/status-word.tsx";
import { signalStatus } from "#lib/domain/effective-status.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { localOf } from "#lib/domain/local-time.ts";
import type { MaintenanceStatus } from "#lib/domain/maintenance.ts";
import { voicesOf } from "#lib/services/components-now.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { findSeries } from "#lib/store/maintenance-series.ts";
import { changesOf, findMaintenance, type MaintenanceWithComponents } from "#lib/store/maintenances.ts";
import { countRecipients } from "#lib/store/recipients.ts";

export const metadata: Metadata = { title: "Planned work" };

type StepButton = { step: string; label: string; look?: "primary" | "quiet" };

const EXTEND: StepButton[] = [
  { step: "extend-15", label: "+15 min" },
  { step: "extend-30", label: "+30 min" },
  { step: "extend-60", label: "+1 h" },
];
const STEPS: Partial<Record<MaintenanceStatus, StepButton[]>> = {
  draft: [{ step: "cancelled", label: "Cancel" }],
  scheduled: [
    { step: "in_progress", label: "Begin now" },
    { step: "cancelled", label: "Cancel" },
  ],
  in_progress: [
    { step: "verifying", label: "The work is done", look: "primary" },
    ...EXTEND,
    { step: "cancelled", label: "Break off" },
  ],
  verifying: [{ step: "completed", label: "Complete", look: "primary" }, ...EXTEND],
};

export default async function MaintenancePage({ params, searchParams }: IdPageProps) {
  const { id } = await params;
  const { runtime, actor, now } = await requireOperator(`/console/maintenance/${id}`);
  const { db } = runtime;
  const search = await searchParams;
  const window = await findMaintenance(db, id);
  if (!window) notFound();
  const touched = window.components.map((one) => one.componentId);
  const [{ page, shell }, changes, evidence, counts, series] = await Promise.all([
    readFrame(db, actor),
    changesOf(db, id),
    readEvidence(db, now, now),
    countRecipients(db, touched, now, "maintenance"),
    window.series_id === null ? undefined : findSeries(db, window.series_id),
  ]);
  const status = statusOf(window, now);
  const recipients = recipientsText(counts);
  const posted = single(search, "posted");
  const hidden = { maintenance: id, version: String(window.version) };
  const steps = [
    ...(STEPS[status] ?? []),
    ...(series && series.ended_at === null
      ? [{ step: "end-series", label: "End the series", look: "quiet" as const }]
      : []),
  ];
  const isOver = status === "completed" || status === "cancelled";
  return (
    <Shell {...shell} current="maintenance" title={window.title}>
      {posted === undefined ? null : <ForgetText posted={posted} names={single(search, "form") ?? id} />}
      <div className="mb-5 grid gap-2">
        <p className="m-0 flex flex-wrap gap-x-4 text-[13.5px] text-mute tabular-nums">
          <strong className="text-ink">{WORK_WORDS[status]}</strong>
          {maintenanceRow(window, page.time_zone, now).facts}
          <a href={`/maintenance/${id}`}>See it as readers do</a>
        </p>
        {series ? (
          <p className="m-0 text-[13.5px] text-mute">
            Comes back by <code>{series.rule}</code> on the clocks of {series.time_zone}
            {series.ended_at === null ? "; twelve are planned ahead." : "; the series has ended."}
          </p>
        ) : null}
        {posted === undefined ? null : <Notice look="done">Done. It is on the page now.</Notice>}
        <Actual window={window} status={status} evidence={evidence} now={now} />
      </div>
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <div className="grid min-w-0 gap-8">
          {steps.length === 0 ? null : (
            <Section id="steps" title="What now?">
              <MaintenanceSteps
                key={window.version}
                action={stepAction}
                hidden={hidden}
                steps={steps}
                recipients={recipients}
              />
            </Section>
          )}
          {isOver ? null : (
            <Section id="plan" title="Change the plan">
              <MaintenanceForm
                key={`${posted} ${window.version}`}
                action={replanAction}
                countRecipients={countMaintenanceRecipients}
                start={{
                  title: window.title,
                  body: window.body,
                  starts: localOf(window.starts_at, page.time_zone),
                  ends: localOf(window.ends_at, page.time_zone),
                  canStartMove: window.starts_at > now,
                  components: evidence.components.map(({ id: componentId, name }) => ({
                    id: componentId,
                    name,
                    status: window.components.find((one) => one.componentId === componentId)?.status ?? null,
                  })),
                  reminders: null,
                  asksRepeat: false,
                  recipients,
                }}
                hidden={hidden}
                name={id}
                submit="Change the plan"
                zone={page.time_zone}
              />
            </Section>
          )}
        </div>
        <Section id="happened" title="What happened">
          <Card className="py-2">
            <ol className="m-0 list-none p-0">
              {changeViews(changes, page.time_zone, now).map((one) => (
                <li key={one.id} className="border-t border-line py-2.5 text-[14px] first:border-t-0">
                  <strong>{one.what}</strong>
                  {one.detail === null ? null : <span> {one.detail}</span>}
                  <span className="block text-[13px] text-mute tabular-nums">
                    {one.at} · <bdi>{one.author}</bdi>
                  </span>
                </li>
              ))}
            </ol>
          </Card>
        </Section>
      </div>
    </Shell>
  );
}

/** What the monitors see of its components while the page says that work goes on: they keep looking. */
function Actual({
  window,
  status,
  evidence,
  now,
}: {
  window: MaintenanceWithComponents;
  status: MaintenanceStatus;
  evidence: Awaited<ReturnType<typeof readEvidence>>;
  now: Instant;
}) {
  if (status !== "in_progress" && status !== "verifying") return null;
  const seen = window.components.flatMap(({ componentId }) => {
    const voices = voicesOf(evidence, componentId);
    const name = evidence.components.find((one) => one.id === componentId)?.name;
    return voices.length === 0 || name === undefined
      ? []
      : [`${name}: ${statusLabel(signalStatus(voices, now)).toLowerCase()}`];
  });
  const isWaiting = status === "verifying";
  return (
    <Notice look="careful">
      {isWaiting
        ? "Its time is over. It is completed by itself once every monitor of its components finds them well. "
        : ""}
      {seen.length === 0 ? "No monitor watches its components." : `The monitors see now: ${seen.join(", ")}.`}
    </Notice>
  );
}
