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
  /** What the headline says, for other languages. */
  state: PageState;
};

/** What there is to say of the whole page. */
export type PageState =
  | { kind: "one"; name: string; status: "degraded_performance" | "partial_outage" | "major_outage" }
  | { kind: "several" }
  | { kind: "unknown"; name: string }
  | { kind: "several-unknown"; count: number }
  /** `title`: of what goes on now, if one of them is known. */
  | { kind: "maintenance"; title: string | null }
  | { kind: "empty" }
  | { kind: "operational" };

const WORDS = {
  degraded_performance: "is degraded",
  partial_outage: "is partially unavailable",
  major_outage: "is unavailable",
} as const;

/** The page in one sentence. Outage outranks maintenance, and nothing unknown reads as well. */
export function pageSummary(
  components: readonly { name: string; status: EffectiveStatus }[],
  ongoingMaintenance: string | null,
): PageSummary {
  const statuses = components.map((component) => component.status);
  const affected = components.flatMap(({ name, status }) => (isWrong(status) ? [{ name, status }] : []));
  const total = components.length;
  const common = { ...rollUp(statuses), affected: affected.length, total };
  const summary = (tone: EffectiveStatus, state: PageState): PageSummary => {
    return { ...common, tone, state, headline: inEnglish(state, common) };
  };
  if (affected.length > 0) {
    const worst = affected.reduce((a, b) => (severity(b.status) > severity(a.status) ? b : a));
    return summary(worst.status, affected.length === 1 ? { kind: "one", ...worst } : { kind: "several" });
  }
  const unknown = components.filter((one) => one.status === "unknown");
  const [first, ...others] = unknown;
  if (first && others.length === 0) return summary("unknown", { kind: "unknown", name: first.name });
  if (first) return summary("unknown", { kind: "several-unknown", count: unknown.length });
  if (statuses.includes("under_maintenance"))
    return summary("under_maintenance", { kind: "maintenance", title: ongoingMaintenance });
  return summary("operational", { kind: total === 0 ? "empty" : "operational" });
}

function inEnglish(state: PageState, { affected, total }: Pick<PageSummary, "affected" | "total">): string {
  switch (state.kind) {
    case "one":
      return `${state.name} ${WORDS[state.status]}`;
    case "several":
      return `${affected} of ${total} components affected`;
    case "unknown":
      return `We cannot measure ${state.name} right now`;
    case "several-unknown":
      return `We cannot measure ${state.count} of ${total} components right now`;
    case "maintenance":
      return `Scheduled maintenance in progress${state.title ? `: ${state.title}` : ""}`;
    case "empty":
      return "Nothing is watched yet";
    case "operational":
      return "All systems operational";
  }
}

function isWrong(status: EffectiveStatus): status is keyof typeof WORDS {
  return Object.hasOwn(WORDS, status);
}
