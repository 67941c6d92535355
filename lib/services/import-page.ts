import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { newId } from "#lib/domain/ids.ts";
import type { ImportedIncident, ImportedMaintenance, ImportedPage } from "#lib/domain/imported-page.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import {
  findComponent,
  findGroup,
  insertComponent,
  insertGroup,
  listComponents,
  listGroups,
} from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertPostmortemOf } from "#lib/store/imports.ts";
import { findIncident, insertIncident, insertUpdate } from "#lib/store/incidents.ts";
import { beginInterval, endIntervals } from "#lib/store/intervals.ts";
import { findMaintenance, insertMaintenance } from "#lib/store/maintenances.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

/** By kind: what was new, and what was here already. */
export type ImportCounts = Record<
  "groups" | "components" | "incidents" | "maintenances",
  { added: number; known: number }
>;

const SLUG_MAX = 80;

/** Ends a rehearsal: what it wrote is rolled back. */
class RehearsalOver extends Error {}

/**
 * Takes over what another page knows, under its own ids: old links keep working,
 * and doing it again adds only what is new. Nobody is told of any of it.
 *
 * @param rehearse count only: everything is written and rolled back.
 * @throws {DomainError} `forbidden` for anybody but admins.
 */
export async function importPage(
  db: Database,
  actor: Actor,
  page: ImportedPage,
  rehearse: boolean,
  now: Instant,
): Promise<ImportCounts> {
  requireRole(actor, "admin");
  let counts: ImportCounts | undefined;
  try {
    await inTransaction(db, async (tx) => {
      counts = await takeOver(tx, page, now);
      if (rehearse) throw new RehearsalOver();
      await writeAudit(tx, { actor, action: "page.import", subject: "page", detail: counts }, now);
      await bumpVersion(tx, now);
    });
  } catch (error) {
    if (!(error instanceof RehearsalOver)) throw error;
  }
  return counts as ImportCounts;
}

async function takeOver(tx: Database, page: ImportedPage, now: Instant): Promise<ImportCounts> {
  const counts: ImportCounts = {
    groups: { added: 0, known: 0 },
    components: { added: 0, known: 0 },
    incidents: { added: 0, known: 0 },
    maintenances: { added: 0, known: 0 },
  };
  const count = (kind: keyof ImportCounts, isNew: boolean) => {
    counts[kind][isNew ? "added" : "known"] += 1;
  };
  const groups = new Map<string, string>();
  for (const [i, group] of page.groups.entries()) {
    const here = await listGroups(tx);
    const known = (await findGroup(tx, group.id)) ?? here.find((one) => isSameName(one.name, group.name));
    groups.set(group.id, known?.id ?? group.id);
    count("groups", !known);
    if (known) continue;
    const row = { id: group.id, slug: slugOf(group.name), name: group.name, position: i };
    await insertGroup(tx, { ...row, origin: "console", archived_at: null });
  }
  // What the other page calls a component may be here by another id: then its name decides.
  const components = new Map<string, string>();
  for (const given of page.components) {
    const here = await listComponents(tx);
    const known = (await findComponent(tx, given.id)) ?? here.find((one) => isSameName(one.name, given.name));
    components.set(given.id, known?.id ?? given.id);
    count("components", !known);
    if (known) continue;
    await insertComponent(tx, {
      id: given.id,
      slug: await freeSlug(tx, given.name),
      name: given.name,
      description: given.description,
      group_id: given.groupId === null ? null : (groups.get(given.groupId) ?? null),
      position: here.length,
      baseline: "operational",
      monitored_since: given.watchedSince,
      origin: "console",
      created_at: now,
      updated_at: now,
      archived_at: null,
    });
  }
  for (const incident of page.incidents) {
    const isNew = (await findIncident(tx, incident.id)) === undefined;
    count("incidents", isNew);
    if (isNew) await takeIncident(tx, incident, components);
  }
  for (const work of page.maintenances) {
    const isNew = (await findMaintenance(tx, work.id)) === undefined;
    count("maintenances", isNew);
    if (isNew) await takeMaintenance(tx, work, components);
  }
  return counts;
}

async function takeIncident(
  tx: Database,
  given: ImportedIncident,
  components: ReadonlyMap<string, string>,
): Promise<void> {
  await insertIncident(tx, {
    id: given.id,
    title: cleanTitle(given.title),
    status: given.status,
    impact_override: given.impact,
    source: "operator",
    monitor_id: null,
    cause: null,
    version: 1,
    expected_at: null,
    expected_basis: null,
    publish_at: null,
    published_at: given.createdAt,
    discarded_at: null,
    taken_over_at: given.createdAt,
    resolve_at: null,
    started_at: given.startedAt,
    created_at: given.createdAt,
    updated_at: given.updatedAt,
    monitoring_at: given.monitoringAt,
    resolved_at: given.resolvedAt,
  });
  for (const [i, update] of given.updates.entries()) {
    const impacts = update.impacts.flatMap((one) => {
      const id = components.get(one.componentId);
      return id === undefined ? [] : [{ ...one, componentId: id }];
    });
    await insertUpdate(
      tx,
      {
        id: update.id,
        incident_id: given.id,
        seq: i + 1,
        status: update.status,
        body: update.body,
        expected_at: null,
        expected_basis: null,
        happened_at: update.happenedAt,
        posted_at: update.postedAt,
        notified_at: null,
        author: "Import",
      },
      impacts.map((one) => ({
        component_id: one.componentId,
        component_name: one.name,
        old_status: one.from === "under_maintenance" ? "operational" : one.from,
        new_status: one.to,
      })),
    );
    for (const { componentId, to } of impacts) {
      const stretch = { component_id: componentId, kind: "incident", source_id: given.id, status: to } as const;
      if (to === "operational") await endIntervals(tx, given.id, update.happenedAt, componentId);
      else await beginInterval(tx, stretch, update.happenedAt);
    }
  }
  if (given.resolvedAt !== null) await endIntervals(tx, given.id, given.resolvedAt);
  if (given.postmortem) await insertPostmortemOf(tx, given.id, { ...given.postmortem, author: "Import" });
}

async function takeMaintenance(
  tx: Database,
  given: ImportedMaintenance,
  components: ReadonlyMap<string, string>,
): Promise<void> {
  const covered = given.componentIds.flatMap((id) => components.get(id) ?? []);
  await insertMaintenance(
    tx,
    {
      id: given.id,
      title: cleanTitle(given.title),
      body: given.body,
      starts_at: given.startsAt,
      ends_at: given.endsAt,
      published_at: given.createdAt,
      cancelled_at: null,
      completed_at: given.completedAt,
      exempt_reason: null,
      // Nobody is reminded of what the other page has already told.
      reminders: "[]",
      begun_at: given.startsAt,
      version: 1,
      created_at: given.createdAt,
      updated_at: given.updatedAt,
    },
    [...new Set(covered)].map((componentId) => ({ componentId, status: "under_maintenance" as const })),
  );
}

function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** The name's slug, unless something else, archived perhaps, has it already. */
async function freeSlug(tx: Database, name: string): Promise<string> {
  const slug = slugOf(name);
  return (await findComponent(tx, slug)) ? `${slug.slice(0, SLUG_MAX - 13)}-${newId()}` : slug;
}

/** A slug as status.yaml would have it; something unique where a name has no letters we know. */
function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, SLUG_MAX)
    .replace(/-+$/, "");
  return slug === "" ? `part-${newId()}` : slug;
}
