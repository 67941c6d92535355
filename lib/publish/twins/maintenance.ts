import { formatWindow } from "#lib/domain/duration.ts";
import type { PageSnapshot, SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import { stamp } from "#lib/publish/told.ts";
import { inline, stageWord } from "./words.ts";

type Read = Pick<PageSnapshot, "page" | "at"> & { maintenance: SnapshotMaintenance };

/** `/maintenance/{id}.json`: a window's page as data. */
export function maintenanceData(window: SnapshotMaintenance, publicUrl: string): object {
  return {
    id: window.id,
    title: window.title,
    text: window.body,
    status: window.status,
    starts_at: stamp(window.startsAt),
    ends_at: stamp(window.endsAt),
    components: window.components,
    url: `${publicUrl}/maintenance/${window.id}`,
  };
}

/** `/maintenance/{id}.md`: a window's page as text. */
export function maintenanceText({ page, at, maintenance }: Read): string {
  const { title, status, startsAt, endsAt, components, body } = maintenance;
  const when = formatWindow(startsAt, endsAt, page.timeZone, at);
  const lines = [`# ${inline(title)}`, "", `**${stageWord(status)}**, ${when}`];
  if (components.length > 0) lines.push("", "## Components", "", ...components.map((name) => `- ${inline(name)}`));
  if (body.trim() !== "") lines.push("", "## What we will do", "", body);
  return `${lines.join("\n")}\n`;
}
