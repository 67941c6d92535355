import type { Instant } from "#lib/domain/instant.ts";
import { type Block, parseMarkdown, toHtml } from "#lib/domain/markdown.ts";
import type { PublishedIncident, PublishedMaintenance, PublishedUpdate } from "#lib/domain/publication.ts";
import type { ToldOf } from "#lib/publish/told.ts";
import { momentWords, windowWords } from "./words.ts";

/** One incident or one window of planned work, as feeds tell it. */
export type FeedEntry = {
  id: string;
  kind: "incident" | "maintenance";
  title: string;
  url: string;
  /** When its newest update is from. */
  publishedAt: Instant;
  updatedAt: Instant;
  /** Every update, the newest first, in the dialect that Statuspage's readers know (compat.md §5). */
  html: string;
  status: string;
  impact: string;
  expectedAt: Instant | null;
  components: string[];
};

/** As many as Statuspage's feeds hold. */
const ENTRIES_MAX = 25;

/** Incidents and planned work together, what changed last first; of one component alone if so asked. */
export function feedEntries(told: ToldOf): FeedEntry[] {
  const { publication, component } = told;
  const concerns = ({ componentIds }: { componentIds: string[] }) =>
    component === null || componentIds.includes(component.id);
  return [
    ...publication.incidents.filter(concerns).map((incident) => incidentEntry(incident, told)),
    ...publication.maintenances.filter(concerns).map((window) => maintenanceEntry(window, told)),
  ]
    .sort((a, b) => b.publishedAt - a.publishedAt || (a.id < b.id ? 1 : -1))
    .slice(0, ENTRIES_MAX);
}

/** When the feed itself last changed. */
export function feedUpdatedAt(entries: readonly FeedEntry[], { publication }: ToldOf): Instant {
  return entries.length === 0 ? publication.page.updatedAt : Math.max(...entries.map((entry) => entry.updatedAt));
}

function incidentEntry(incident: PublishedIncident, told: ToldOf): FeedEntry {
  return {
    ...common(incident, told),
    kind: "incident",
    url: `${told.publicUrl}/incidents/${incident.id}`,
    html: updatesHtml(incident.updates, told),
    impact: incident.impact,
    expectedAt: incident.resolvedAt === null ? incident.expectedAt : null,
  };
}

function maintenanceEntry(window: PublishedMaintenance, told: ToldOf): FeedEntry {
  const when = windowWords(window.startsAt, window.endsAt, told.publication.page.timeZone);
  return {
    ...common(window, told),
    kind: "maintenance",
    url: `${told.publicUrl}/maintenance/${window.id}`,
    html: `<p><strong>THIS IS A SCHEDULED EVENT ${when}</strong></p>${updatesHtml(window.updates, told)}`,
    impact: "maintenance",
    expectedAt: null,
  };
}

function common(one: PublishedIncident | PublishedMaintenance, { publication }: ToldOf) {
  const publishedAt = one.updates[0]?.happenedAt ?? one.createdAt;
  return {
    id: one.id,
    title: one.title,
    status: one.status,
    publishedAt,
    updatedAt: Math.max(one.updatedAt, publishedAt),
    components: publication.components.filter(({ id }) => one.componentIds.includes(id)).map(({ name }) => name),
  };
}

function updatesHtml(updates: readonly PublishedUpdate<string>[], { publication }: ToldOf): string {
  return updates
    .map((update, i) => {
      // An update that repeats the status before it adds to it.
      const isMore = updates[i + 1]?.status === update.status;
      const label = isMore ? "Update" : capitalised(update.status);
      const when = momentWords(update.happenedAt, publication.page.timeZone);
      return `<p><small>${when}</small><br><strong>${label}</strong> - ${bodyHtml(update.body)}`;
    })
    .join("");
}

/** The first paragraph goes on in the one that is open; what follows stands after it. */
function bodyHtml(markdown: string): string {
  const [first, ...rest] = parseMarkdown(markdown) as [Block | undefined, ...Block[]];
  if (first?.kind !== "paragraph") return `</p>${toHtml(first ? [first, ...rest] : rest)}`;
  return `${toHtml([first]).slice("<p>".length)}${toHtml(rest)}`;
}

function capitalised(status: string): string {
  const words = status.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
