import { formatMoment } from "#lib/domain/duration.ts";
import type { PublicIncident } from "#lib/domain/incident-past.ts";
import type { SnapshotIncident } from "#lib/domain/snapshot.ts";
import { stamp, stampOrNull } from "#lib/publish/told.ts";
import { inline, STATUS_WORDS, stageWord } from "./words.ts";

/** An incident's page as it is read: with what it taught, once that was published. */
export type ToldIncident = Pick<PublicIncident, "page" | "at" | "incident"> & {
  past: Pick<PublicIncident["past"], "postmortem">;
};

/** `/incidents/{id}.json`: an incident's page as data, with its postmortem. */
export function incidentPageData({ incident, past: { postmortem } }: ToldIncident, publicUrl: string): object {
  const told = postmortem && { text: postmortem.body, published_at: stamp(postmortem.publishedAt) };
  return { ...incidentData(incident, publicUrl), postmortem: told };
}

/** An incident as data; updates newest first, in Markdown. */
export function incidentData(incident: SnapshotIncident, publicUrl: string): object {
  return {
    id: incident.id,
    title: incident.title,
    status: incident.status,
    impact: incident.impact,
    started_at: stamp(incident.startedAt),
    resolved_at: stampOrNull(incident.resolvedAt),
    expected_at: stampOrNull(incident.expectedAt),
    components: incident.components.map(({ slug, name, status }) => ({ slug, name, status })),
    updates: incident.updates.map((update) => ({
      id: update.id,
      status: update.status,
      text: update.body,
      at: stamp(update.happenedAt),
      edited_at: stampOrNull(update.editedAt),
      expected_at: stampOrNull(update.expectedAt),
      changes: update.impacts.map(({ name, from, to }) => ({ component: name, from, to })),
    })),
    url: `${publicUrl}/incidents/${incident.id}`,
  };
}

/** `/incidents/{id}.md`: an incident's page as text. */
export function incidentText({ page, at, incident, past }: ToldIncident): string {
  const moment = (when: number) => formatMoment(when, page.timeZone, at);
  const lines = [
    `# ${inline(incident.title)}`,
    "",
    `**${stageWord(incident.status)}** since ${moment(incident.startedAt)}`,
  ];
  if (incident.resolvedAt !== null) lines.push(`Resolved ${moment(incident.resolvedAt)}`);
  else if (incident.expectedAt !== null) lines.push(`Expected back at ${moment(incident.expectedAt)}`);
  if (incident.components.length > 0) {
    const isOpen = incident.resolvedAt === null;
    const named = incident.components.map(
      ({ name, status }) => `- ${inline(name)}${isOpen ? `: ${STATUS_WORDS[status]}` : ""}`,
    );
    lines.push("", "## Components", "", ...named);
  }
  if (past.postmortem) lines.push("", "## Postmortem", "", past.postmortem.body);
  lines.push("", "## Updates");
  for (const update of incident.updates)
    lines.push("", `### ${stageWord(update.status)}, ${moment(update.happenedAt)}`, "", update.body);
  return `${lines.join("\n")}\n`;
}
