import type { Instant } from "#lib/domain/instant.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { type UpdateWithImpacts, updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { noticesOf } from "#lib/store/maintenance-notices.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Notice } from "./notice.ts";

/** The largest body that receivers are asked to take, in bytes. */
const BODY_MAX = 20_000;

/** Statuspage's `page`: the whole in two words. */
export type PageState = { id: string; status_indicator: string; status_description: string };

export async function readPageState(db: Database, now: Instant): Promise<PageState> {
  const { page, summary } = await readPublicPage(db, now);
  return { id: page.id, status_indicator: summary.indicator, status_description: summary.description };
}

/**
 * What an update says in Statuspage's words (compat.md §6): the page, and the incident or maintenance as it is by that
 * update. A digest, which Statuspage does not know, has a key of its own.
 */
export async function readWebhookStory(db: Database, notice: Notice, now: Instant): Promise<object> {
  const page = await readPageState(db, now);
  if (notice.subject === "digest") return { page, digest: { id: notice.updateId, body: notice.body } };
  if (notice.subject === "maintenance") return { page, incident: await workOf(db, notice) };
  const incident = await findIncident(db, notice.subjectId);
  const all = await updatesOf(db, [notice.subjectId]);
  const seq = all.find((one) => one.id === notice.updateId)?.seq ?? Number.POSITIVE_INFINITY;
  const updates = all.filter((one) => one.seq <= seq).toReversed();
  return { page, incident: incidentOf(notice, incident, updates) };
}

/** Statuspage tells planned work as an incident that has a schedule, and knows no cancelled one: it is completed. */
async function workOf(db: Database, notice: Notice) {
  const all = await noticesOf(db, notice.subjectId);
  const newest = all.find((one) => one.id === notice.updateId);
  const status = notice.status === "cancelled" ? "completed" : notice.status;
  const update = {
    id: notice.updateId,
    incident_id: notice.subjectId,
    status,
    body: notice.body,
    created_at: iso(notice.postedAt),
    updated_at: iso(notice.postedAt),
    display_at: iso(notice.postedAt),
    affected_components: [],
  };
  return {
    backfilled: false,
    id: notice.subjectId,
    name: notice.title,
    status,
    impact: "maintenance",
    created_at: iso(all[0]?.posted_at ?? notice.postedAt),
    updated_at: iso(notice.postedAt),
    started_at: iso(notice.startedAt),
    monitoring_at: null,
    resolved_at: iso(notice.isOver ? notice.postedAt : null),
    shortlink: notice.url,
    scheduled_for: iso(newest?.starts_at ?? notice.startedAt),
    scheduled_until: iso(newest?.ends_at ?? null),
    incident_updates: [update],
    components: notice.components,
  };
}

function incidentOf(notice: Notice, incident: Row<"incident"> | undefined, updates: readonly UpdateWithImpacts[]) {
  const newest = updates[0];
  const reached = (status: string) => updates.findLast((one) => one.status === status)?.happened_at ?? null;
  const current = new Map(
    updates.toReversed().flatMap((one) => one.impacts.map((impact) => [impact.component_id, impact] as const)),
  );
  return {
    backfilled: false,
    id: notice.subjectId,
    name: notice.title,
    status: notice.status,
    impact: notice.impact,
    created_at: iso(incident?.created_at ?? notice.startedAt),
    updated_at: iso(newest?.posted_at ?? notice.postedAt),
    started_at: iso(notice.startedAt),
    monitoring_at: iso(reached("monitoring")),
    resolved_at: iso(notice.isOver ? (newest?.happened_at ?? notice.postedAt) : null),
    shortlink: notice.url,
    scheduled_for: null,
    scheduled_until: null,
    incident_updates: updates.map((update) => updateOf(notice.subjectId, update)),
    components: [...current.values()].map((one) => ({
      id: one.component_id,
      name: one.component_name,
      status: one.new_status,
    })),
  };
}

function updateOf(incidentId: string, update: UpdateWithImpacts) {
  return {
    id: update.id,
    incident_id: incidentId,
    status: update.status,
    body: update.body,
    created_at: iso(update.posted_at),
    updated_at: iso(update.posted_at),
    display_at: iso(update.happened_at),
    affected_components: update.impacts.map((one) => ({
      code: one.component_id,
      name: one.component_name,
      old_status: one.old_status,
      new_status: one.new_status,
    })),
  };
}

const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

type Story = { incident?: { incident_updates?: unknown[] } };

/** The body for one receiver. When it would be too large, the oldest updates are left out. */
export function storyBody(story: object, meta: { publicUrl: string; unsubscribe: string; now: Instant }): string {
  const head = {
    unsubscribe: meta.unsubscribe,
    documentation: `${meta.publicUrl}/openapi.json`,
    generated_at: iso(meta.now),
  };
  const { incident } = story as Story;
  const draw = (count: number) =>
    JSON.stringify({
      meta: head,
      ...story,
      ...(incident
        ? { incident: { ...incident, incident_updates: incident.incident_updates?.slice(0, count) ?? [] } }
        : {}),
    });
  let count = incident?.incident_updates?.length ?? 0;
  let body = draw(count);
  while (count > 1 && Buffer.byteLength(body) > BODY_MAX) body = draw(--count);
  return body;
}
