import type { EffectiveStatus } from "#lib/domain/status.ts";

const WORDS: Record<EffectiveStatus, [string, string]> = {
  operational: ["Operational", "text-ok"],
  under_maintenance: ["Planned work", "text-mute"],
  degraded_performance: ["Degraded performance", "text-deg"],
  partial_outage: ["Partial outage", "text-par"],
  major_outage: ["Major outage", "text-maj"],
  unknown: ["Not known", "text-mute"],
};

export function statusLabel(status: EffectiveStatus): string {
  return WORDS[status][0];
}

export function statusColour(status: EffectiveStatus): string {
  return WORDS[status][1];
}

/** A status in words and in its colour. */
export function StatusWord({ status }: { status: EffectiveStatus }) {
  const [word, colour] = WORDS[status];
  return <span className={`text-[13.5px] font-semibold ${colour}`}>{word}</span>;
}
