import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { IncidentImpact, IncidentStatus } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { cleanBody, cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { deleteUpdates, impactsOf } from "#lib/store/incident-updates.ts";
import { insertIncident, listOpenIncidents, updateIncident } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { addUpdate } from "./add-update.ts";
import { namedComponents } from "./named-components.ts";
import { keepTranslations, type Translations } from "./translations.ts";

export type OpenIncident = {
  title: string;
  /** Markdown: what is known, in the words of those who are affected. */
  body: string;
  status: IncidentStatus;
  /** By slug or id. */
  components: Readonly<Record<string, ImpactStatus>>;
  expectedAt: Instant | null;
  impact: IncidentImpact | null;
  notify: boolean;
  /** How long nobody is told, so that it can be taken back, in ms; omitted: no time. */
  undoMs?: number;
  /** The same words in other languages. */
  translations?: Translations | undefined;
};

/**
 * Posts a new incident. The incident, its first update and the notices it owes commit together.
 *
 * When a monitor has drafted an incident about one of these components, or has
 * posted it because nobody did in time, that one becomes this incident: what was
 * found and what is posted is one story, and subscribers hear it once.
 *
 * @throws {DomainError} `forbidden`; `invalid` with the fields that are wrong; `conflict`.
 */
export async function openIncident(
  db: Database,
  actor: Actor,
  input: OpenIncident,
  now: Instant,
): Promise<{ incidentId: string; updateId: string }> {
  requireRole(actor, "publisher");
  const title = cleanTitle(input.title);
  const body = cleanBody(input.body);
  return inTransaction(db, async (tx) => {
    const impacts = await namedComponents(tx, input.components);
    const drafts = await draftsAbout(
      tx,
      impacts.map((one) => one.component.id),
    );
    const isResolved = input.status === "resolved";
    const facts = {
      title,
      status: input.status,
      impact_override: input.impact,
      expected_at: input.expectedAt,
      expected_basis: null,
      follows_id: null,
      publish_at: null,
      resolve_at: null,
      published_at: now,
      taken_over_at: now,
      updated_at: now,
      monitoring_at: input.status === "monitoring" ? now : null,
      resolved_at: isResolved ? now : null,
    };
    const incidentId = await takeOrInsert(tx, drafts, facts, now);
    const updateId = await addUpdate(
      tx,
      incidentId,
      {
        status: input.status,
        body,
        impacts,
        expectedAt: input.expectedAt,
        happenedAt: now,
        notify: input.notify,
        undoMs: input.undoMs ?? 0,
        countsImpacts: !isResolved,
        actor,
      },
      now,
    );
    await writeAudit(
      tx,
      { actor, action: "incident.open", subject: incidentId, detail: { title, notify: input.notify } },
      now,
    );
    await keepTranslations(tx, input.translations ?? {}, { title, body }, now);
    await bumpVersion(tx, now);
    return { incidentId, updateId };
  });
}

/** What monitors have drafted, or posted by themselves, about one of the components, and nobody has taken over. */
async function draftsAbout(tx: Database, componentIds: string[]): Promise<Row<"incident">[]> {
  const drafts: Row<"incident">[] = [];
  for (const incident of await listOpenIncidents(tx)) {
    if (incident.taken_over_at !== null || incident.source !== "monitor") continue;
    const named = await impactsOf(tx, incident.id);
    if (componentIds.some((id) => named.has(id))) drafts.push(incident);
  }
  // What is public already goes on; a draft beside it is taken back.
  return drafts.sort((a, b) => Number(b.published_at !== null) - Number(a.published_at !== null));
}

type Facts = Omit<
  Row<"incident">,
  "id" | "source" | "monitor_id" | "cause" | "version" | "started_at" | "created_at" | "discarded_at"
>;

async function takeOrInsert(tx: Database, drafts: Row<"incident">[], facts: Facts, now: Instant): Promise<string> {
  const [taken, ...others] = drafts;
  for (const other of others.filter((one) => one.published_at === null))
    await updateIncident(tx, other, { discarded_at: now, publish_at: null, updated_at: now });
  if (taken) {
    if (!(await updateIncident(tx, taken, { ...facts, published_at: taken.published_at ?? facts.published_at })))
      throw new DomainError("conflict", "Someone else posted meanwhile. Read theirs first.");
    // Nobody has read a draft; what was public stays part of the story.
    if (taken.published_at === null) await deleteUpdates(tx, taken.id);
    return taken.id;
  }
  const id = newId();
  const own = { id, source: "operator", monitor_id: null, cause: null, version: 1, discarded_at: null } as const;
  await insertIncident(tx, { ...facts, ...own, started_at: now, created_at: now });
  return id;
}
