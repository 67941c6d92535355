import { Markdown } from "#components/text/markdown.tsx";
import { Card } from "#components/ui/card.tsx";
import { statusLabel } from "#components/ui/status-word.tsx";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { Block } from "#lib/domain/markdown.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";

export type TimelineEntry = {
  id: string;
  status: IncidentStatus;
  /** "14:06 UTC". */
  at: string;
  author: string;
  notified: boolean;
  /** "edited 14:20 UTC"; null when its words are as they were posted. */
  edited: string | null;
  /** Where its words can be changed. */
  editHref: string;
  /** "Expected back by 14:30 UTC"; null when nothing was promised. */
  promise: string | null;
  impacts: readonly { name: string; from: EffectiveStatus; to: EffectiveStatus }[];
  blocks: readonly Block[];
};

export const STAGE_WORDS: Record<IncidentStatus, string> = {
  investigating: "Investigating",
  identified: "Identified",
  monitoring: "Monitoring",
  resolved: "Resolved",
};

/** What was posted, newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="m-0 grid list-none gap-3 p-0">
      {entries.map((entry) => (
        <li key={entry.id}>
          <Card className="grid gap-2">
            <p className="m-0 flex flex-wrap items-baseline justify-between gap-x-4 text-[13.5px]">
              <strong>{STAGE_WORDS[entry.status]}</strong>
              <span className="text-mute tabular-nums">
                {entry.at} · <bdi>{entry.author}</bdi> ·{" "}
                {entry.notified ? "on the page and to subscribers" : "on the page only"}
                {entry.edited === null ? null : ` · ${entry.edited}`} ·{" "}
                <a href={entry.editHref} aria-label={`Edit the update of ${entry.at}`}>
                  Edit
                </a>
              </span>
            </p>
            <Markdown blocks={entry.blocks} />
            {entry.impacts.length === 0 ? null : (
              <ul className="m-0 list-none p-0 text-[13px] text-mute">
                {entry.impacts.map(({ name, from, to }) => (
                  <li key={name}>
                    {name}: {from === to ? statusLabel(to) : `${statusLabel(from)} → ${statusLabel(to)}`}
                  </li>
                ))}
              </ul>
            )}
            {entry.promise === null ? null : <p className="m-0 text-[13px] text-mute">{entry.promise}</p>}
          </Card>
        </li>
      ))}
    </ol>
  );
}
