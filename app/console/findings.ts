import type { Command } from "#lib/diagnosis/rule.ts";
import { operatorWords } from "#lib/diagnosis/words.ts";
import type { Signal } from "#lib/domain/damping.ts";
import type { Diagnosis, Facts } from "#lib/domain/diagnosis.ts";
import { changeText } from "#lib/domain/drift.ts";
import { formatDuration, formatMoment, formatTimeWithSeconds } from "#lib/domain/duration.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { type EffectiveStatus, severity } from "#lib/domain/status.ts";
import type { Evidence } from "#lib/services/components-now.ts";
import type { Row } from "#lib/store/schema.ts";
import { type DiagnosisView, diagnosisViews } from "./diagnosis-views.ts";
import { factLines } from "./fact-words.ts";

/** What a monitor sees that is not well, in operators' words. */
export type Finding = {
  monitorId: string;
  status: EffectiveStatus;
  /** "redis-queue: out of memory". */
  title: string;
  cause: string | null;
  /** "Since 13:29:41 UTC, for 12 minutes". */
  since: string;
  components: string[];
  facts: [string, string][];
  advice: readonly string[];
  commands: readonly Command[];
  /** Every other explanation and note. */
  others: DiagnosisView[];
};

/** So long before a failure a change of the target stands beside it. */
const CHANGED_BEFORE_MS = DAY;
const CHANGES_SHOWN = 5;

/**
 * Every monitor that finds something wrong, or has not looked for too long; the worst first.
 *
 * `changes`: what was changed on the targets lately, the newest first.
 */
export function findingsNow(
  evidence: Evidence,
  changes: readonly Row<"target_change">[],
  timeZone: string,
  now: Instant,
): Finding[] {
  const found = evidence.monitors.flatMap((monitor) => findingOf(evidence, monitor.id, changes, timeZone, now) ?? []);
  const rank = ({ status }: Finding) => (status === "unknown" ? 0 : severity(status));
  return found.sort((a, b) => rank(b) - rank(a));
}

/** What this monitor sees; null when all is well, or it never looked. */
export function findingOf(
  evidence: Evidence,
  monitorId: string,
  changes: readonly Row<"target_change">[],
  timeZone: string,
  now: Instant,
): Finding | null {
  const monitor = evidence.monitors.find((one) => one.id === monitorId);
  const row = evidence.signals.find((one) => one.monitor_id === monitorId);
  if (!monitor || !row) return null;
  const signal = JSON.parse(row.signal) as Signal;
  const components = evidence.components
    .filter((component) => monitor.componentIds.includes(component.id))
    .map((component) => component.name);
  const common = { monitorId, components };
  if (now - row.observed_at > monitor.stale_after_ms) {
    return {
      ...common,
      status: "unknown",
      title: `${monitor.name}: not looked at`,
      cause: null,
      since: `Last looked at ${formatMoment(row.observed_at, timeZone, now)}, ${formatDuration(now - row.observed_at)} ago`,
      facts: [],
      commands: [],
      others: [],
      advice: ["Look whether Pulsepage's worker runs, and read its log."],
    };
  }
  if (signal.status === null || signal.status === "operational") return null;
  const facts = JSON.parse(row.facts) as Facts;
  const views = diagnosisViews(JSON.parse(row.diagnoses) as Diagnosis[], facts);
  const leading = views.find((one) => one.cause === signal.cause);
  const { title, advice, commands } = leading ?? operatorWords(signal.cause, facts);
  const before = changes.filter((one) => one.monitor_id === monitorId && wasBefore(one, signal.since));
  return {
    ...common,
    status: signal.status,
    title: `${monitor.name}: ${title}`,
    cause: signal.cause,
    since: `Since ${sinceText(signal.since, timeZone, now)}, for ${formatDuration(now - signal.since)}`,
    facts: [...(leading?.evidence ?? factLines(facts)), ...changedBefore(before, signal.since, timeZone, now)],
    advice,
    commands,
    others: views.filter((one) => one !== leading),
  };
}

function wasBefore(change: Row<"target_change">, since: Instant): boolean {
  // Seen within a minute after the failure it may still have come before it.
  return change.unseen_since <= since && change.seen_at >= since - CHANGED_BEFORE_MS;
}

/** "changed before": "maxmemory 6 → 4 GiB, 13:02 UTC, 28 minutes before". */
function changedBefore(
  changes: readonly Row<"target_change">[],
  since: Instant,
  timeZone: string,
  now: Instant,
): [string, string][] {
  return changes.slice(0, CHANGES_SHOWN).map((change) => {
    const ago = since - change.seen_at;
    const when = ago >= 0 ? `${formatDuration(ago)} before` : "about then";
    return ["changed before", `${changeText(change)}, ${formatMoment(change.seen_at, timeZone, now)}, ${when}`];
  });
}

function sinceText(at: Instant, timeZone: string, now: Instant): string {
  const isRecent = now - at < 12 * 3_600_000;
  return isRecent ? formatTimeWithSeconds(at, timeZone) : formatMoment(at, timeZone, now);
}
