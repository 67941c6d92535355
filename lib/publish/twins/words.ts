import type { EffectiveStatus } from "#lib/domain/status.ts";

/** Each status in the words of readers. */
export const STATUS_WORDS: Readonly<Record<EffectiveStatus, string>> = {
  operational: "Operational",
  under_maintenance: "Under maintenance",
  degraded_performance: "Degraded performance",
  partial_outage: "Partial outage",
  major_outage: "Major outage",
  unknown: "Unknown",
};

/** "Scheduled", "In progress": a status of an incident or a window as a word of its own. */
export function stageWord(status: string): string {
  const words = status.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A title or name on one line of Markdown, none of whose signs means anything there. */
export function inline(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|]/g, "\\$&");
}
