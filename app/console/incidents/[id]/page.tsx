import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { DiagnosisView } from "#app/console/diagnosis-views.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { countRecipientsAction, updateAction } from "#app/console/incident-actions.ts";
import { incidentRow } from "#app/console/incident-rows.ts";
import { monitorViews } from "#app/console/monitor-views.ts";
import { type IdPageProps, single } from "#app/console/page-props.ts";
import { editAction, postmortemAction } from "#app/console/past-actions.ts";
import { recipientsText } from "#app/console/recipients.ts";
import { formatValue, recordingViews } from "#app/console/recording-views.ts";
import { TakeBack } from "#app/console/take-back.tsx";
import { timelineEntries } from "#app/console/timeline-entries.ts";
import { DiagnosisCard } from "#components/console/diagnosis-card.tsx";
import { IncidentForm, type IncidentFormStart } from "#components/console/incident-form.tsx";
import { ForgetText } from "#components/console/kept-text.tsx";
import { EditForm, PostmortemForm } from "#components/console/past-forms.tsx";
import { Recording } from "#components/console/recording.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { Timeline } from "#components/console/timeline.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatDuration } from "#lib/domain/duration.ts";
import { mayFollow } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { impactsOf, updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { findPostmortem } from "#lib/store/postmortems.ts";
import { countRecipients } from "#lib/store/recipients.ts";
import type { Row } from "#lib/store/schema.ts";

export const metadata: Metadata = { title: "Incident" };

export default async function IncidentPage({ params, searchParams }: IdPageProps) {
  const { id } = await params;
  const { runtime, actor, now } = await requireOperator(`/console/incidents/${id}`);
  const { db } = runtime;
  const search = await searchParams;
  const incident = await findIncident(db, id);
  if (!incident) notFound();
  if (incident.published_at === null) redirect(`/console/incidents/new?draft=${id}`);
  const [{ page, shell, languages }, updates, impacts, components] = await Promise.all([
    readFrame(db, actor),
    updatesOf(db, [id]),
    impactsOf(db, id),
    listComponents(db),
  ]);
  const [counts, recordings, finds, postmortem] = await Promise.all([
    countRecipients(db, [...impacts.keys()], now),
    recordingViews(db, incident, [...impacts.keys()], page.time_zone),
    readFinds(db, incident, page.time_zone, now),
    findPostmortem(db, id),
  ]);
  const recipients = recipientsText(counts);
  const isResolving = single(search, "resolve") !== undefined && incident.resolved_at === null;
  const isOpen =
    mayFollow({ status: incident.status, resolvedAt: incident.resolved_at }, "investigating", now) || isResolving;
  const posted = single(search, "posted");
  const edited = updates.find((one) => one.id === single(search, "edit"));
  const facts = incidentRow(incident, page.time_zone, now);
  return (
    <Shell {...shell} current="incidents" title={incident.title}>
      {posted === undefined ? null : (
        <ForgetText posted={posted} names={`${id} ${id}-resolve ${single(search, "form") ?? id}`} />
      )}
      <div className="mb-5 grid gap-2">
        <p className="m-0 flex flex-wrap gap-x-4 text-[13.5px] text-mute tabular-nums">
          {facts.facts}
          <a href={`/incidents/${id}`}>See it as readers do</a>
        </p>
        {posted === undefined ? null : <Notice look="done">Posted. It is on the page now.</Notice>}
        <TakeBack db={db} incidentId={id} updateId={updates.at(-1)?.id} now={now} />
        <Automatic incident={incident} />
      </div>
      <div className="grid items-start gap-8 lg:grid-cols-2">
        {isOpen ? (
          <section aria-labelledby="update" className="grid min-w-0 gap-3">
            <div className="flex min-h-11 items-center justify-between">
              <h2 id="update" className="m-0 text-[17px] font-bold">
                {incident.resolved_at === null ? "Post an update" : "Open it again"}
              </h2>
              {incident.resolved_at === null && !isResolving ? (
                <ButtonLink href={`/console/incidents/${id}?resolve=1`} aria-keyshortcuts="r">
                  Resolve…
                </ButtonLink>
              ) : null}
            </div>
            <IncidentForm
              key={`${posted} ${isResolving}`}
              action={updateAction}
              countRecipients={countRecipientsAction}
              start={startOf(incident, { components, impacts, recipients, isResolving, now, languages })}
              hidden={{ incident: id, version: String(incident.version) }}
              name={isResolving ? `${id}-resolve` : id}
              submit={isResolving ? "Resolve" : "Post update"}
              timeZone={page.time_zone}
              now={now}
            />
          </section>
        ) : null}
        <section aria-labelledby="timeline" className="grid min-w-0 gap-3">
          <h2 id="timeline" className="m-0 flex min-h-11 items-center text-[17px] font-bold">
            What was posted
          </h2>
          <Timeline entries={timelineEntries(updates, page.time_zone, now)} />
        </section>
      </div>
      {edited === undefined ? null : (
        <div className="mt-8 max-w-3xl">
          <EditForm key={edited.id} action={editAction} incidentId={id} update={edited} />
        </div>
      )}
      {incident.resolved_at === null ? null : (
        <div className="mt-8 max-w-3xl">
          <PostmortemForm
            action={postmortemAction}
            incidentId={id}
            postmortem={
              postmortem
                ? { body: postmortem.body, version: postmortem.version, isPublic: postmortem.published_at !== null }
                : null
            }
          />
        </div>
      )}
      {finds.length === 0 ? null : (
        <div className="mt-8">
          <Section id="found" title="What the monitor finds now">
            {finds.map((one) => (
              <DiagnosisCard key={one.cause} diagnosis={one} />
            ))}
          </Section>
        </div>
      )}
      {recordings.length === 0 ? null : (
        <div className="mt-8">
          <Section id="recorded" title="What was recorded before it failed">
            {recordings.map((recording) => (
              <Recording key={recording.id} recording={recording} format={formatValue} />
            ))}
          </Section>
        </div>
      )}
    </Shell>
  );
}

/** What the monitor that opened it finds, while it is open; nothing for one that a person wrote. */
async function readFinds(
  db: Database,
  incident: Row<"incident">,
  timeZone: string,
  now: Instant,
): Promise<DiagnosisView[]> {
  if (incident.monitor_id === null || incident.resolved_at !== null) return [];
  const monitors = monitorViews(await readEvidence(db, now, now), timeZone, now);
  return monitors.find((one) => one.id === incident.monitor_id)?.diagnoses ?? [];
}

function Automatic({ incident }: { incident: Row<"incident"> }) {
  if (incident.taken_over_at !== null || incident.resolved_at !== null) return null;
  return (
    <Notice look="careful">
      Posted by the automatic checks, which also end it when all is well. Once you post, it is yours to end.
    </Notice>
  );
}

function startOf(
  incident: Row<"incident">,
  of: {
    components: Row<"component">[];
    impacts: ReadonlyMap<string, ImpactStatus>;
    recipients: string;
    languages: readonly string[];
    isResolving: boolean;
    now: Instant;
  },
): IncidentFormStart {
  const affected = of.components.filter((one) => of.impacts.has(one.id));
  const names = affected.map((one) => one.name).join(", ");
  const lasted = formatDuration(of.now - incident.started_at);
  return {
    title: null,
    body: of.isResolving
      ? `${names || "Everything"} ${affected.length > 1 ? "work" : "works"} again. It lasted ${lasted}.`
      : "",
    status: of.isResolving ? "resolved" : incident.status === "resolved" ? "investigating" : incident.status,
    components: of.components.map(({ id, name }) => ({
      id,
      name,
      status: of.isResolving && of.impacts.has(id) ? "operational" : (of.impacts.get(id) ?? null),
    })),
    promisedAt: of.isResolving ? null : incident.expected_at,
    recipients: of.recipients,
    languages: of.languages,
    bodyHint: of.isResolving
      ? "Say what was wrong, how long it lasted, and whether anything was lost. Markdown works."
      : "Say what changed for your users, and when they hear from you next. Markdown works.",
  };
}
