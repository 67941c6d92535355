import type { GivenSettings } from "#lib/config/console-monitor.ts";
import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type {
  ImportedIncident,
  ImportedMaintenance,
  ImportedMonitor,
  ImportedPage,
  ImportedStretch,
} from "#lib/domain/imported-page.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertPostmortemOf, putStretch } from "#lib/store/imports.ts";
import { insertUpdate } from "#lib/store/incident-updates.ts";
import { findIncident, insertIncident } from "#lib/store/incidents.ts";
import { beginInterval, endIntervals } from "#lib/store/intervals.ts";
import { findMaintenance, insertMaintenance } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { takeComponents } from "./import-components.ts";
import { addMonitor } from "./save-monitor.ts";

/** By kind: what was new, and what was here already. */
export type ImportCounts = Record<
  "groups" | "components" | "incidents" | "maintenances" | "stretches" | "monitors",
  { added: number; known: number }
>;

export type ImportResult = {
  counts: ImportCounts;
  /** What could not be taken over, in a sentence each. */
  warnings: string[];
};

/** How it is done. `rehearse`: count only; everything is written and rolled back. `secret` seals the monitors' settings. */
type How = { rehearse: boolean; secret: string; env: Readonly<Record<string, string | undefined>> };

/** Ends a rehearsal: what it wrote is rolled back. */
class RehearsalOver extends Error {}

/**
 * Takes over what another page knows, under its own ids: old links keep working,
 * and doing it again adds only what is new. Nobody is told of any of it.
 *
 * @throws {DomainError} `forbidden` for anybody but admins.
 */
export async function importPage(
  db: Database,
  actor: Actor,
  page: ImportedPage,
  how: How,
  now: Instant,
): Promise<ImportResult> {
  requireRole(actor, "admin");
  const result: ImportResult = { counts: noCounts(), warnings: [...page.warnings] };
  try {
    await inTransaction(db, async (tx) => {
      await takeOver(tx, actor, page, how, result, now);
      if (how.rehearse) throw new RehearsalOver();
      await writeAudit(tx, { actor, action: "page.import", subject: "page", detail: result.counts }, now);
      await bumpVersion(tx, now);
    });
  } catch (error) {
    if (!(error instanceof RehearsalOver)) throw error;
  }
  return result;
}

function noCounts(): ImportCounts {
  const none = () => ({ added: 0, known: 0 });
  return {
    groups: none(),
    components: none(),
    incidents: none(),
    maintenances: none(),
    stretches: none(),
    monitors: none(),
  };
}

async function takeOver(
  tx: Database,
  actor: Actor,
  page: ImportedPage,
  how: How,
  result: ImportResult,
  now: Instant,
): Promise<void> {
  const count = (kind: keyof ImportCounts, isNew: boolean) => {
    result.counts[kind][isNew ? "added" : "known"] += 1;
  };
  const { components, fresh } = await takeComponents(tx, page, count, now);
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
  for (const stretch of page.stretches) {
    const row = stretchOf(stretch, components);
    if (row) count("stretches", await putStretch(tx, row));
  }
  for (const monitor of page.monitors) {
    // Who has the component already has decided how it is watched.
    const isNew = fresh.has(monitor.componentId);
    count("monitors", isNew && (await takeMonitor(tx, actor, monitor, components, how, result.warnings, now)));
  }
}

function stretchOf(given: ImportedStretch, components: ReadonlyMap<string, string>): Row<"interval"> | null {
  const componentId = components.get(given.componentId);
  if (componentId === undefined) return null;
  return {
    id: given.id,
    component_id: componentId,
    kind: "signal",
    // Measured by a monitor that was never here.
    source_id: given.componentId,
    status: given.status,
    started_at: given.startedAt,
    ended_at: given.endedAt,
  };
}

async function takeMonitor(
  tx: Database,
  actor: Actor,
  given: ImportedMonitor,
  components: ReadonlyMap<string, string>,
  { secret, env }: How,
  warnings: string[],
  now: Instant,
): Promise<boolean> {
  try {
    const settings = given.settings as GivenSettings;
    const component = components.get(given.componentId) as string;
    await addMonitor(tx, actor, { name: given.name, settings, component, role: null }, { secret, env }, now);
    return true;
  } catch (error) {
    // It is refused before anything of it is written; the page is worth having without it.
    if (!(error instanceof DomainError)) throw error;
    warnings.push(`The monitor “${given.name}” was left out: ${error.message}`);
    return false;
  }
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
