import type { EffectiveStatus } from "#lib/domain/status.ts";

const COLOURS: Record<EffectiveStatus, string> = {
  operational: "#1a7f4b",
  under_maintenance: "#2a5bd7",
  degraded_performance: "#b98900",
  partial_outage: "#d9620f",
  major_outage: "#c02026",
  unknown: "#6d737b",
};

/** A dot, a triangle, a square: the tab tells the state by its shape too. */
export function iconFor(status: EffectiveStatus): string {
  const fill = COLOURS[status];
  const isWell = status === "operational" || status === "under_maintenance";
  const isSlow = status === "degraded_performance" || status === "unknown";
  const shape = isWell
    ? `<circle cx="8" cy="8" r="7" fill="${fill}"/>`
    : isSlow
      ? `<path d="M8 1 15.5 15H.5z" fill="${fill}"/>`
      : `<rect x="1" y="1" width="14" height="14" rx="3" fill="${fill}"/>`;
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${shape}</svg>`)}`;
}
