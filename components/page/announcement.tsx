import type { Announcement as Announced, AnnouncementTone } from "#lib/domain/announcement.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import type { Key } from "#lib/words/words.ts";
import { StatusMark } from "./status-mark.tsx";
import { tone, type View } from "./view.ts";
import { WrittenText } from "./written.tsx";

/** The status whose colours and sign an announcement wears, and the word beside the sign. */
const LOOKS: Record<AnnouncementTone, [EffectiveStatus, Key]> = {
  information: ["under_maintenance", "announcement.note"],
  operational: ["operational", "announcement.note"],
  warning: ["degraded_performance", "announcement.notice"],
  outage: ["major_outage", "announcement.important"],
};

/** An operator's words on top of every page. They stay until they are taken away: closing them would need a script or a cookie. */
export function Announcement({ announced, view }: { announced: Announced; view: Pick<View, "words" | "place"> }) {
  const [status, word] = LOOKS[announced.tone];
  return (
    <aside className={`announcement ${tone(status)}`} aria-label={view.words.say("announcement.label")}>
      <StatusMark status={status} word={view.words.say(word)} />
      <div dir="auto">
        <WrittenText text={announced.text} view={view} />
      </div>
    </aside>
  );
}
