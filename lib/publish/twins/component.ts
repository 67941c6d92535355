import type { PageSnapshot, SnapshotComponent } from "#lib/domain/snapshot.ts";
import { stamp, stampOrNull } from "#lib/publish/told.ts";
import { inline, STATUS_WORDS } from "./words.ts";

type Read = { snapshot: PageSnapshot; component: SnapshotComponent };

/** `/components/{slug}.json`: a component as data, with its last days. */
export function componentData({ snapshot, component }: Read, publicUrl: string): object {
  const { id, slug, name, description, status, uptime, coverage, latencyMs, days } = component;
  return {
    id,
    slug,
    name,
    description,
    status,
    latency_ms: latencyMs,
    uptime_90_days: uptime,
    coverage_90_days: coverage,
    checked_at: stampOrNull(snapshot.checkedAt),
    read_at: stamp(snapshot.at),
    days: days.map(({ day, class: kind, text }) => ({ day, class: kind, text })),
    incidents: snapshot.incidents
      .filter((incident) => incident.components.some((one) => one.slug === slug))
      .map((incident) => ({ id: incident.id, title: incident.title, url: `${publicUrl}/incidents/${incident.id}` })),
    url: `${publicUrl}/components/${slug}`,
  };
}

/** `/components/{slug}.md`: a component as text. */
export function componentText({ component }: Read): string {
  const { name, description, status, uptime, days } = component;
  const lines = [`# ${inline(name)}`, ""];
  if (description !== null) lines.push(inline(description), "");
  lines.push(`**${STATUS_WORDS[status]}**${uptime === null ? "" : `, ${uptime} % in 90 days`}`);
  const told = days.filter(({ text }) => text !== null).toReversed();
  if (told.length > 0) lines.push("", "## Past days", "", ...told.map(({ day, text }) => `- ${day}: ${text}`));
  return `${lines.join("\n")}\n`;
}
