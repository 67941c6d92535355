import type { StatusFile } from "#lib/config/status-file.ts";
import { derivedId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { listComponents, listGroups, readPage } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { listMonitors } from "#lib/store/signals.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { pageSettings } from "./page-settings.ts";

/** One thing a configuration would change. */
export type PlannedChange = {
  what: "page" | "group" | "component" | "monitor";
  /** Its slug or key; the page has none. */
  key: string;
  change: "add" | "change" | "archive";
  /** Field by field, for `change`; secrets are in no field of the store. */
  fields: { field: string; before: string; after: string }[];
};

/** Ends the trial: what it wrote is rolled back. */
class TrialOver extends Error {}

/** Fields that change with every application, or are another thing's name for this one. */
const SILENT = new Set([
  "id",
  "created_at",
  "updated_at",
  "monitored_since",
  "position",
  "origin",
  "archived_at",
  "config_keys",
]);

/**
 * What applying the configuration would change; empty when it already is in force.
 *
 * It is applied for real, in a transaction that is then rolled back: the plan cannot differ from the deed.
 */
export async function planConfiguration(
  db: Database,
  configuration: StatusFile,
  now: Instant,
): Promise<PlannedChange[]> {
  let changes: PlannedChange[] = [];
  try {
    await db.transaction().execute(async (tx) => {
      const before = await contentOf(tx);
      await applyConfiguration(tx, configuration, now);
      changes = difference(before, await contentOf(tx));
      throw new TrialOver();
    });
  } catch (error) {
    if (!(error instanceof TrialOver)) throw error;
  }
  return changes;
}

type Content = Map<string, { what: PlannedChange["what"]; key: string; fields: Record<string, unknown> }>;

async function contentOf(tx: Database): Promise<Content> {
  const [page, groups, components, monitors] = [
    await readPage(tx),
    await listGroups(tx),
    await listComponents(tx),
    await listMonitors(tx),
  ];
  const slugs = new Map(components.map((one) => [one.id, one.slug]));
  const names = new Map(groups.map((one) => [one.id, one.name]));
  const content: Content = new Map();
  const add = (what: PlannedChange["what"], key: string, fields: Record<string, unknown>) =>
    content.set(`${what} ${key}`, { what, key, fields });
  if (page) add("page", "", { ...page, ...(await lookOf(tx)) });
  for (const group of groups) add("group", group.slug, group);
  for (const { group_id, ...component } of components)
    add("component", component.slug, { ...component, group: group_id === null ? null : names.get(group_id) });
  for (const { componentIds, roles, ...monitor } of monitors) {
    const uses = componentIds.map((id) => `${slugs.get(id)}${roles[id] ? ` (${roles[id]})` : ""}`);
    add("monitor", monitor.key, { ...monitor, components: uses.toSorted().join(", ") });
  }
  return content;
}

/** How the page looks and who may read it, in words that can be shown. */
async function lookOf(tx: Database): Promise<Record<string, unknown>> {
  const { theme, css, logo, announcement, domains, access, password, language, languages } = await pageSettings(tx);
  return {
    theme: JSON.stringify(theme),
    css: css === "" ? "none" : `${css.length} characters (${derivedId(css).slice(0, 4)})`,
    logo: logo === null ? "none" : `${logo.kind} (${logo.version.slice(0, 4)})`,
    announcement: announcement === null ? "none" : JSON.stringify(announcement),
    domains: domains.join(", ") || "none",
    language,
    languages: languages.join(", ") || "none",
    access: access.isPrivate ? "private" : "public",
    networks: access.networks.join(", ") || "none",
    password: password === null ? "none" : `set (${password.generation.slice(0, 4)})`,
  };
}

function difference(before: Content, after: Content): PlannedChange[] {
  const changes: PlannedChange[] = [];
  for (const [name, { what, key, fields }] of after) {
    const old = before.get(name);
    if (!old) changes.push({ what, key, change: "add", fields: [] });
    else {
      const changed = Object.keys(fields)
        .filter((field) => !SILENT.has(field) && fields[field] !== old.fields[field])
        .map((field) => ({ field, before: String(old.fields[field]), after: String(fields[field]) }));
      if (changed.length > 0) changes.push({ what, key, change: "change", fields: changed });
    }
  }
  for (const [name, { what, key }] of before)
    if (!after.has(name)) changes.push({ what, key, change: "archive", fields: [] });
  return changes;
}
