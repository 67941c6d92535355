import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { type Finding, findingOf } from "#app/console/findings.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { countRecipientsAction, reportAction } from "#app/console/incident-actions.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import { recipientsText } from "#app/console/recipients.ts";
import { similarHint } from "#app/console/similar.ts";
import { fillIncidentTemplate } from "#app/console/template-sample.ts";
import { FindingCard, Runbook } from "#components/console/finding-card.tsx";
import { IncidentForm } from "#components/console/incident-form.tsx";
import { Shell } from "#components/console/shell.tsx";
import { STARTER_TEMPLATES } from "#lib/diagnosis/starter-templates.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { impactsOf, updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident, listIncidents } from "#lib/store/incidents.ts";
import { countRecipients } from "#lib/store/recipients.ts";
import type { Row } from "#lib/store/schema.ts";
import { listTargetChanges } from "#lib/store/target-changes.ts";
import { findTemplate } from "#lib/store/templates.ts";

export const metadata: Metadata = { title: "Report an incident" };

export default async function NewIncidentPage({ searchParams }: PageProps) {
  const query = await searchParams;
  const draftId = single(query, "draft");
  const templateId = single(query, "template");
  const path = draftId === undefined ? "/console/incidents/new" : `/console/incidents/new?draft=${draftId}`;
  const { runtime, actor, now } = await requireOperator(path);
  const { db } = runtime;
  const [{ page, shell, languages }, draft, components] = await Promise.all([
    readFrame(db, actor),
    readDraft(db, draftId),
    listComponents(db),
  ]);
  if (draft && draft.incident.published_at !== null) redirect(`/console/incidents/${draft.incident.id}`);
  const impacts = draft?.impacts ?? new Map<string, ImpactStatus>();
  const [recipients, finding, past] = await Promise.all([
    countRecipients(db, [...impacts.keys()], now),
    readFinding(db, draft?.incident, page.time_zone, now),
    listIncidents(db, null, 100),
  ]);
  const words = await readTemplate(
    db,
    templateId,
    components.filter(({ id }) => impacts.has(id)),
    now,
  );
  const start = {
    title: words?.title ?? draft?.incident.title ?? "",
    body: words?.body ?? draft?.body ?? "",
    status: words?.status ?? (finding ? "identified" : "investigating"),
    components: components.map(({ id, name }) => ({ id, name, status: impacts.get(id) ?? null })),
    promisedAt: draft?.incident.expected_at ?? null,
    recipients: recipientsText(recipients),
    languages,
    bodyHint: draft ? "Drafted from what the monitor found. Markdown works." : "Markdown works.",
    componentsHint: draft ? "Preselected from the monitor." : undefined,
    expectedHint: similarHint(past, draft?.incident.cause ?? null),
  };
  return (
    <Shell {...shell} current="incidents" title="Report an incident">
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <IncidentForm
          action={reportAction}
          countRecipients={countRecipientsAction}
          start={start}
          hidden={draft ? { draft: draft.incident.id } : {}}
          name={draft?.incident.id ?? "new"}
          submit="Post incident"
          timeZone={page.time_zone}
          now={now}
        />
        {finding ? (
          <Found finding={finding} />
        ) : (
          <p className="m-0">
            <Link href="/console/templates" prefetch={false}>
              Start from a template
            </Link>
          </p>
        )}
      </div>
    </Shell>
  );
}

function Found({ finding }: { finding: Finding }) {
  return (
    <aside aria-label="What the monitor found" className="grid gap-4">
      <FindingCard finding={finding} heading="h2" />
      <Runbook advice={finding.advice} commands={finding.commands} />
    </aside>
  );
}

/** What a template says of these components, ready to be changed; undefined without one. */
async function readTemplate(
  db: Database,
  id: string | undefined,
  components: readonly { name: string }[],
  now: Instant,
): Promise<{ title: string; body: string; status: string | null } | undefined> {
  if (id === undefined) return undefined;
  const template = STARTER_TEMPLATES.find((one) => one.id === id) ?? (await findTemplate(db, id));
  if (template?.kind !== "incident") return undefined;
  const names = components.map((one) => one.name);
  return {
    status: template.status,
    ...(await fillIncidentTemplate(db, template, { components: names, expected: null }, now)),
  };
}

type Draft = { incident: Row<"incident">; body: string; impacts: Map<string, ImpactStatus> };

async function readDraft(db: Database, id: string | undefined): Promise<Draft | undefined> {
  const incident = id === undefined ? undefined : await findIncident(db, id);
  if (!incident) return undefined;
  const [updates, impacts] = await Promise.all([updatesOf(db, [incident.id]), impactsOf(db, incident.id)]);
  return { incident, body: updates.at(-1)?.body ?? "", impacts };
}

async function readFinding(
  db: Database,
  draft: Row<"incident"> | undefined,
  timeZone: string,
  now: Instant,
): Promise<Finding | null> {
  if (!draft?.monitor_id) return null;
  const [evidence, changes] = await Promise.all([
    readEvidence(db, now, now),
    listTargetChanges(db, [draft.monitor_id], draft.started_at - DAY, 20),
  ]);
  return findingOf(evidence, draft.monitor_id, changes, timeZone, now);
}
