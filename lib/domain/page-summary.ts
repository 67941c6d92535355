import { type Indicator, rollUp } from "./roll-up.ts";
import { type EffectiveStatus, severity } from "./status.ts";

export type PageSummary = {
  /** The colour of the whole: the worst status; `unknown` when nothing is worse and something is not known. */
  tone: EffectiveStatus;
  /** The state in words, first thing on the page. */
  headline: string;
  /** Statuspage's words for the same, for machines. */
  indicator: Indicator;
  description: string;
  affected: number;
  total: number;
};

const WORDS: Record<EffectiveStatus, string> = {
  operational: "is operational",
  under_maintenance: "is under maintenance",
  degraded_performance: "is degraded",
  partial_outage: "is partially unavailable",
  major_outage: "is unavailable",
  unknown: "cannot be measured right now",
};

/** The page in one sentence. Outage outranks maintenance, and nothing unknown reads as well. */
export function pageSummary(
  components: readonly { name: string; status: EffectiveStatus }[],
  ongoingMaintenance: string | null,
): PageSummary {
  const statuses = components.map((component) => component.status);
  const affected = components.filter(
    (one) => one.status !== "operational" && one.status !== "under_maintenance" && one.status !== "unknown",
  );
  const unknown = components.filter((one) => one.status === "unknown");
  const common = { ...rollUp(statuses), affected: affected.length, total: components.length };
  if (affected.length > 0) {
    const worst = affected.reduce((a, b) => (rank(b.status) > rank(a.status) ? b : a));
    const headline =
      affected.length === 1
        ? `${worst.name} ${WORDS[worst.status]}`
        : `${affected.length} of ${components.length} components affected`;
    return { ...common, tone: worst.status, headline };
  }
  if (unknown.length > 0) {
    const one = unknown.length === 1 ? unknown[0]?.name : `${unknown.length} of ${components.length} components`;
    return { ...common, tone: "unknown", headline: `We cannot measure ${one} right now` };
  }
  if (statuses.includes("under_maintenance")) {
    const headline = ongoingMaintenance
      ? `Scheduled maintenance in progress: ${ongoingMaintenance}`
      : "Scheduled maintenance in progress";
    return { ...common, tone: "under_maintenance", headline };
  }
  return {
    ...common,
    tone: "operational",
    headline: components.length === 0 ? "Nothing is watched yet" : "All systems operational",
  };
}

function rank(status: EffectiveStatus): number {
  return status === "unknown" ? 0 : severity(status);
}
