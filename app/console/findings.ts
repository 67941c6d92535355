import type { Command } from "#lib/diagnosis/rule.ts";
import { operatorWords } from "#lib/diagnosis/words.ts";
import type { Signal } from "#lib/domain/damping.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration, formatMoment, formatTimeWithSeconds } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type EffectiveStatus, severity } from "#lib/domain/status.ts";
import type { Evidence } from "#lib/services/components-now.ts";

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
};

/** Every monitor that finds something wrong, or has not looked for too long; the worst first. */
export function findingsNow(evidence: Evidence, timeZone: string, now: Instant): Finding[] {
  const found = evidence.monitors.flatMap((monitor) => findingOf(evidence, monitor.id, timeZone, now) ?? []);
  const rank = ({ status }: Finding) => (status === "unknown" ? 0 : severity(status));
  return found.sort((a, b) => rank(b) - rank(a));
}

/** What this monitor sees; null when all is well, or it never looked. */
export function findingOf(evidence: Evidence, monitorId: string, timeZone: string, now: Instant): Finding | null {
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
      advice: ["Look whether Pulsepage's worker runs, and read its log."],
    };
  }
  if (signal.status === null || signal.status === "operational") return null;
  const facts = JSON.parse(row.facts) as Facts;
  const { title, advice, commands } = operatorWords(signal.cause, facts);
  return {
    ...common,
    status: signal.status,
    title: `${monitor.name}: ${title}`,
    cause: signal.cause,
    since: `Since ${sinceText(signal.since, timeZone, now)}, for ${formatDuration(now - signal.since)}`,
    facts: factsOf(facts),
    advice,
    commands,
  };
}

function sinceText(at: Instant, timeZone: string, now: Instant): string {
  const isRecent = now - at < 12 * 3_600_000;
  return isRecent ? formatTimeWithSeconds(at, timeZone) : formatMoment(at, timeZone, now);
}

function factsOf(facts: Facts): [string, string][] {
  return Object.entries(facts).map(([name, value]) => [
    name.replaceAll("_", " "),
    typeof value === "number" ? value.toLocaleString("en-US") : value,
  ]);
}
