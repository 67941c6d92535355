import { formatMoment, formatWindow } from "#lib/domain/duration.ts";
import type { DetectedOutage, PageSnapshot, SnapshotComponent } from "#lib/domain/snapshot.ts";
import { stamp, stampOrNull } from "#lib/publish/told.ts";
import { incidentData } from "./incident.ts";
import { maintenanceData } from "./maintenance.ts";
import { inline, STATUS_WORDS, stageWord } from "./words.ts";

/** The front page as it is read, with words for what monitors found (lib/diagnosis). */
export type ToldPage = {
  snapshot: PageSnapshot;
  detected: readonly { outage: DetectedOutage; title: string; sentence: string }[];
  publicUrl: string;
};

/** `/index.json`: the front page as data. */
export function pageData({ snapshot, detected, publicUrl }: ToldPage): object {
  const { page, summary } = snapshot;
  return {
    page: { id: page.id, name: page.name, url: publicUrl, time_zone: page.timeZone },
    status: summary.total === 0 ? "unknown" : summary.tone,
    headline: summary.headline,
    checked_at: stampOrNull(snapshot.checkedAt),
    read_at: stamp(snapshot.at),
    groups: snapshot.groups.map((group) => ({
      name: group.name,
      components: group.components.map((component) => componentLine(component, publicUrl)),
    })),
    incidents: snapshot.incidents.map((incident) => incidentData(incident, publicUrl)),
    detected: detected.map(({ outage, title, sentence }) => ({
      title,
      text: sentence,
      status: outage.status,
      since: stamp(outage.since),
      expected_at: stampOrNull(outage.expectedAt),
      components: outage.components,
    })),
    maintenances: snapshot.maintenances.map((window) => maintenanceData(window, publicUrl)),
    past_incidents: snapshot.past.map((incident) => ({
      id: incident.id,
      title: incident.title,
      impact: incident.impact,
      started_at: stamp(incident.startedAt),
      resolved_at: stamp(incident.resolvedAt),
      url: `${publicUrl}/incidents/${incident.id}`,
    })),
  };
}

function componentLine(component: SnapshotComponent, publicUrl: string): object {
  const { id, slug, name, description, status, uptime } = component;
  return { id, slug, name, description, status, uptime_90_days: uptime, url: `${publicUrl}/components/${slug}` };
}

/** `/index.md`: the front page as text. */
export function pageText({ snapshot, detected, publicUrl }: ToldPage): string {
  const { page, summary, at } = snapshot;
  const moment = (when: number) => formatMoment(when, page.timeZone, at);
  const back = (when: number | null) => (when === null ? "" : `, expected back at ${moment(when)}`);
  const lines = [`# ${inline(page.name)}`, "", `**${inline(summary.headline)}**`];
  if (snapshot.checkedAt !== null) lines.push("", `Checked ${moment(snapshot.checkedAt)}.`);
  const section = (title: string, items: string[]) => {
    if (items.length > 0) lines.push("", `## ${title}`, "", ...items);
  };
  section("Now", [
    ...snapshot.incidents.map((one) => {
      const link = `[${inline(one.title)}](${publicUrl}/incidents/${one.id}.md)`;
      return `- ${link}: ${stageWord(one.status)}, since ${moment(one.startedAt)}${back(one.expectedAt)}`;
    }),
    ...detected.map(
      ({ outage, title, sentence }) =>
        `- ${inline(title)}, since ${moment(outage.since)}${back(outage.expectedAt)}. ${inline(sentence)}`,
    ),
  ]);
  section(
    "Planned work",
    snapshot.maintenances.map((one) => {
      const link = `[${inline(one.title)}](${publicUrl}/maintenance/${one.id}.md)`;
      return `- ${link}: ${stageWord(one.status)}, ${formatWindow(one.startsAt, one.endsAt, page.timeZone, at)}`;
    }),
  );
  for (const group of snapshot.groups) section(inline(group.name ?? "Components"), group.components.map(componentText));
  section(
    "Past 14 days",
    snapshot.past.map(
      (one) => `- [${inline(one.title)}](${publicUrl}/incidents/${one.id}.md), resolved ${moment(one.resolvedAt)}`,
    ),
  );
  return `${lines.join("\n")}\n`;
}

function componentText({ name, status, uptime }: SnapshotComponent): string {
  return `- ${inline(name)}: ${STATUS_WORDS[status]}${uptime === null ? "" : `, ${uptime} % in 90 days`}`;
}
