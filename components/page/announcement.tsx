import { Markdown } from "#components/text/markdown.tsx";
import type { Announcement as Announced, AnnouncementTone } from "#lib/domain/announcement.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { StatusMark } from "./status-mark.tsx";
import { tone } from "./view.ts";

/** The status whose colours and sign an announcement wears, and the word beside the sign. */
const LOOKS: Record<AnnouncementTone, [EffectiveStatus, string]> = {
  information: ["under_maintenance", "Note"],
  operational: ["operational", "Note"],
  warning: ["degraded_performance", "Notice"],
  outage: ["major_outage", "Important"],
};

/** An operator's words on top of every page. They stay until they are taken away: closing them would need a script or a cookie. */
export function Announcement({ announced }: { announced: Announced }) {
  const [status, word] = LOOKS[announced.tone];
  return (
    <aside className={`announcement ${tone(status)}`} aria-label="Announcement">
      <StatusMark status={status} word={word} />
      <div dir="auto">
        <Markdown blocks={parseMarkdown(announced.text)} />
      </div>
    </aside>
  );
}
