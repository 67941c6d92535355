import type { MonitorSettings, StatusFile } from "#lib/config/status-file.ts";
import { newId } from "#lib/domain/ids.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import {
  archiveComponent,
  findComponent,
  findGroup,
  insertComponent,
  insertGroup,
  listComponents,
  listGroups,
  readPage,
  updateComponent,
  updateGroup,
  writePage,
} from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { endIntervals } from "#lib/store/intervals.ts";
import type { NewRow, Origin } from "#lib/store/schema.ts";
import {
  archivedMonitorId,
  archiveMonitor,
  findMonitor,
  listMonitors,
  type MonitorWithComponents,
  writeMonitor,
} from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { isPagePassword, keepPassword, type PagePassword } from "./page-password.ts";
import { type PageSettingsChange, pageSettings, writeSettings } from "./page-settings.ts";
import { proposeComponents } from "./propose-components.ts";

/** What was written and is shown stays fresh for three looks of its monitor, and never less than this. */
const STALE_AT_LEAST_MS = 30 * SECOND;

/**
 * Makes the store's page, components and monitors what the configuration says.
 *
 * What it no longer lists is archived: its history stays. What the console made
 * is left alone. Repeating it changes nothing.
 *
 * @param how `isDefault`: nobody wrote the configuration, so its components are operators' to change.
 * @returns the ids of the monitors by their keys.
 */
export async function applyConfiguration(
  db: Database,
  configuration: StatusFile,
  now: Instant,
  { isDefault = false } = {},
): Promise<Map<string, string>> {
  // Looked up and hashed before the transaction: it takes its time.
  const password = await wantedPassword(db, configuration.page.access?.password);
  return inTransaction(db, async (tx) => {
    await applyPage(tx, configuration.page, password, now);
    const groups = await applyGroups(tx, configuration);
    const components = await (isDefault
      ? proposeComponents(tx, configuration, now)
      : applyComponents(tx, configuration, groups, now));
    const monitors = await applyMonitors(tx, configuration.monitors, { components, isDefault }, now);
    await bumpVersion(tx, now);
    return monitors;
  });
}

async function applyPage(
  tx: Database,
  given: StatusFile["page"],
  password: PagePassword | null,
  now: Instant,
): Promise<void> {
  const before = await readPage(tx);
  const keys = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : key));
  await writePage(tx, {
    id: before?.id ?? newId(),
    name: given.name ?? before?.name ?? "Status",
    time_zone: given.time_zone ?? before?.time_zone ?? "UTC",
    uptime_weights: given.uptime_weights ?? before?.uptime_weights ?? "statuspage",
    config_keys: JSON.stringify(keys),
    updated_at: now,
  });
  const owned: string[] = JSON.parse(before?.config_keys ?? "[]");
  await writeSettings(tx, settingsOf(given, password, owned), now);
}

/**
 * What the file says of the page's look. What it said before and says no longer is taken away; who may read the page
 * alone stays as it is: a line that is lost must not open a private page.
 */
function settingsOf(
  given: StatusFile["page"],
  password: PagePassword | null,
  owned: readonly string[],
): PageSettingsChange {
  const gone = (key: keyof StatusFile["page"]) => (owned.includes(key) ? null : undefined);
  const { announcement, access } = given;
  return {
    theme: (given.theme as PageSettingsChange["theme"]) ?? gone("theme"),
    css: given.css ?? gone("css"),
    logo: given.logo ?? gone("logo"),
    announcement: announcement
      ? { ...announcement, from: announcement.from ?? null, until: announcement.until ?? null }
      : gone("announcement"),
    domains: given.domains ?? gone("domains"),
    language: given.language ?? gone("language"),
    languages: given.languages ?? gone("languages"),
    access: access && { isPrivate: access.private, networks: access.networks },
    password: access && password,
  };
}

/** The password as it is kept: the one before when it is the same, so that nobody has to enter it again. */
async function wantedPassword(db: Database, given: string | undefined): Promise<PagePassword | null> {
  if (given === undefined) return null;
  const { password } = await pageSettings(db);
  return password !== null && (await isPagePassword(password, given)) ? password : keepPassword(given);
}

async function applyGroups(tx: Database, configuration: StatusFile): Promise<Map<string, string>> {
  const names = [...new Set(configuration.components.flatMap((component) => component.group ?? []))];
  const ids = new Map<string, string>();
  const slugOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const isInOrder = inOrder(await listGroups(tx), names.map(slugOf));
  for (const [i, name] of names.entries()) {
    const slug = slugOf(name);
    const known = await findGroup(tx, slug);
    const position = known && isInOrder ? known.position : i;
    const id = known?.id ?? newId();
    if (known) await updateGroup(tx, id, { name, position, archived_at: null });
    else await insertGroup(tx, { id, slug, name, position, origin: "config", archived_at: null });
    ids.set(name, id);
  }
  return ids;
}

async function applyComponents(
  tx: Database,
  { components }: StatusFile,
  groups: Map<string, string>,
  now: Instant,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const isInOrder = inOrder(
    await listComponents(tx),
    components.map((one) => one.slug),
  );
  for (const [i, given] of components.entries()) {
    const known = await findComponent(tx, given.slug);
    const position = known && isInOrder ? known.position : i;
    const facts = {
      name: given.name,
      description: given.description ?? null,
      group_id: given.group === undefined ? null : (groups.get(given.group) ?? null),
      position,
      origin: "config" as const,
      updated_at: now,
      archived_at: null,
    };
    const id = known?.id ?? newId();
    if (known) await updateComponent(tx, id, facts);
    else
      await insertComponent(tx, {
        id,
        slug: given.slug,
        ...facts,
        baseline: "operational",
        monitored_since: now,
        created_at: now,
      });
    ids.set(given.slug, id);
  }
  for (const known of await listComponents(tx)) {
    if (known.origin === "config" && !ids.has(known.slug)) await archiveComponent(tx, known.id, now);
  }
  return ids;
}

/** Whether the store has them all in the order of the file: then what operators put between them stays there. */
function inOrder(known: readonly { slug: string; origin: Origin }[], wanted: readonly string[]): boolean {
  const slugs = known.filter((one) => one.origin === "config").map((one) => one.slug);
  return slugs.join(" ") === wanted.join(" ");
}

async function applyMonitors(
  tx: Database,
  given: readonly MonitorSettings[],
  { components, isDefault }: { components: Map<string, string>; isDefault: boolean },
  now: Instant,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const settings of given) {
    const before = await findMonitor(tx, settings.key);
    const row = monitorRow(
      before?.id ?? (await archivedMonitorId(tx, settings.key)) ?? newId(),
      settings,
      before?.created_at ?? now,
    );
    const roles = "roles" in settings ? settings.roles : {};
    const links = settings.components.map((slug) => ({
      componentId: components.get(slug) as string,
      role: roles[slug] ?? null,
    }));
    const chosen = before ? await consoleLinks(tx, before) : [];
    // What nobody wrote holds until operators choose.
    await writeMonitor(tx, row, isDefault && before ? chosen : [...links, ...chosen]);
    const spokenFor = new Set((await findMonitor(tx, row.id))?.componentIds);
    for (const left of before?.componentIds.filter((one) => !spokenFor.has(one)) ?? [])
      await endIntervals(tx, row.id, now, left);
    ids.set(settings.key, row.id);
  }
  for (const monitor of await listMonitors(tx)) {
    if (monitor.origin !== "config" || ids.has(monitor.key)) continue;
    await endIntervals(tx, monitor.id, now);
    await archiveMonitor(tx, monitor.id, now);
  }
  return ids;
}

/** Components that the console made and that operators have this monitor speak for: the file says nothing of those. */
async function consoleLinks(tx: Database, monitor: MonitorWithComponents) {
  const own = (await listComponents(tx)).filter((one) => one.origin === "console");
  return own
    .filter((one) => monitor.componentIds.includes(one.id))
    .map((one) => ({ componentId: one.id, role: monitor.roles[one.id] ?? null }));
}

/** How long after a monitor's last look its word counts. */
export function staleAfterMs(settings: MonitorSettings): number {
  return settings.type === "heartbeat" ? STALE_AT_LEAST_MS : Math.max(STALE_AT_LEAST_MS, 3 * settings.every);
}

function monitorRow(id: string, settings: MonitorSettings, createdAt: Instant): NewRow<"monitor"> & { id: string } {
  return {
    id,
    key: settings.key,
    name: settings.name ?? settings.key,
    kind: settings.type,
    notify_after_ms: settings.notify_after,
    auto_publish: settings.auto_publish ? 1 : 0,
    stale_after_ms: staleAfterMs(settings),
    origin: "config",
    created_at: createdAt,
    archived_at: null,
  };
}
