import type { SavesView } from "#components/console/saves.tsx";
import type { SaveHistory } from "#lib/domain/backup.ts";
import { formatBytes } from "#lib/domain/bytes.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { readTargetMemory } from "#lib/store/target-memory.ts";

const SHOWN = 10;

/** How a target saves its data: by its latest facts, and what was seen of earlier saves. */
export async function readSaves(
  db: Database,
  monitorId: string,
): Promise<(facts: Facts, timeZone: string, now: Instant) => SavesView> {
  const history = ((await readTargetMemory(db, monitorId, "backups")) as SaveHistory | null) ?? { saves: [] };
  return (facts, timeZone, now) => ({
    now: savesNow(facts),
    sizes: sizesOf(history, timeZone, now),
    earlier: history.saves
      .slice(-SHOWN)
      .reverse()
      .map((save) => ({
        at: formatMoment(save.at, timeZone, now),
        what: [
          save.kind === "rdb" ? "snapshot" : "log of changes rewritten",
          save.bytes === null
            ? null
            : save.kind === "rdb"
              ? `${formatBytes(save.bytes)} of data`
              : formatBytes(save.bytes),
          save.tookS === null ? null : `took ${formatDuration(save.tookS * SECOND)}`,
        ]
          .filter((one) => one !== null)
          .join(", "),
      })),
  });
}

/** How large the data was at each snapshot; null before there are three. */
function sizesOf({ saves }: SaveHistory, timeZone: string, now: Instant): SavesView["sizes"] {
  const seen = saves.filter((one) => one.kind === "rdb" && one.bytes !== null);
  const [first, last] = [seen[0], seen.at(-1)];
  if (seen.length < 3 || !first || !last) return null;
  return {
    at: seen.map((one) => one.at),
    values: seen.map((one) => one.bytes),
    legend: [formatMoment(first.at, timeZone, now), formatMoment(last.at, timeZone, now)],
  };
}

function savesNow(facts: Facts): [string, string][] {
  const lines: [string, string][] = [];
  const seconds = (name: string) => (typeof facts[name] === "number" ? formatDuration(facts[name] * SECOND) : null);
  const age = seconds("rdb_age_s");
  if (age !== null) lines.push(["last snapshot", `${age} ago`]);
  const promise = seconds("backup_promise_s");
  if (promise !== null) lines.push(["promised at least every", promise]);
  const rewritten = seconds("aof_rewrite_age_s");
  if (rewritten !== null) lines.push(["log of changes rewritten", `${rewritten} ago`]);
  const unsaved = facts.rdb_changes_since_last_save;
  if (typeof unsaved === "number") lines.push(["changes since", unsaved.toLocaleString("en-US")]);
  if (facts.aof_enabled !== undefined) lines.push(["log of changes", Number(facts.aof_enabled) === 1 ? "on" : "off"]);
  if (facts.rdb_last_bgsave_status !== undefined)
    lines.push(["last snapshot went", facts.rdb_last_bgsave_status === "ok" ? "well" : "wrong"]);
  return lines;
}
