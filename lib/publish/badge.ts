import { escapeHtml } from "#lib/domain/markdown.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { asXml, type ToldOf } from "./told.ts";

/** What a badge is drawn of. `isCurrent` false: our records are out of reach, and nothing is claimed of now. */
export type ToldBadge = ToldOf & { isCurrent: boolean };

const WORDS: Record<EffectiveStatus, string> = {
  operational: "operational",
  under_maintenance: "under maintenance",
  degraded_performance: "degraded",
  partial_outage: "partial outage",
  major_outage: "major outage",
  unknown: "unknown",
};
/** Dark enough for white words: at least 4.5 to 1. */
const COLOURS: Record<EffectiveStatus, string> = {
  operational: "#1a7f4b",
  under_maintenance: "#2a5bd7",
  degraded_performance: "#8a6100",
  partial_outage: "#b04a00",
  major_outage: "#c02026",
  unknown: "#5d6167",
};
/** The names that shields.io knows. */
const SHIELDS: Record<EffectiveStatus, string> = {
  operational: "brightgreen",
  under_maintenance: "blue",
  degraded_performance: "yellow",
  partial_outage: "orange",
  major_outage: "red",
  unknown: "lightgrey",
};
const KEPT_SECONDS = 60;

/** `/badge.json`: an endpoint badge of shields.io. */
export function badgeJson(told: ToldBadge): object {
  const { label, status } = badgeOf(told);
  return { schemaVersion: 1, label, message: WORDS[status], color: SHIELDS[status], cacheSeconds: KEPT_SECONDS };
}

const HEIGHT = 20;
const PADDING = 6;
const TEXT_HEIGHT = 14;

/** `/badge.svg`: complete in itself, with words for those who do not see it. */
export function badgeSvg(told: ToldBadge): string {
  const { label, status } = badgeOf(told);
  const left = widthOf(label) + 2 * PADDING;
  const right = widthOf(WORDS[status]) + 2 * PADDING;
  const title = escapeHtml(`${label}: ${WORDS[status]}`);
  const text = (words: string, x: number, width: number) =>
    `<text x="${x + PADDING}" y="${TEXT_HEIGHT}" textLength="${width - 2 * PADDING}">${escapeHtml(words)}</text>`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" viewBox="0 0 ${left + right} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${left + right}" height="${HEIGHT}" rx="4"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="#3a3d42"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${COLOURS[status]}"/></g>`,
    `<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(label, 0, left)}${text(WORDS[status], left, right)}</g>`,
    "</svg>",
  ];
  return asXml(parts.join(""));
}

/** Of the whole page, or of one component. A page that watches nothing knows nothing. */
function badgeOf({ publication, component, isCurrent }: ToldBadge): { label: string; status: EffectiveStatus } {
  const { summary } = publication;
  const known = component ? component.status : summary.total === 0 ? "unknown" : summary.tone;
  return { label: component?.name ?? "status", status: isCurrent ? known : "unknown" };
}

/** About how wide the words are in Verdana at 11 px; the drawing then makes them exactly so wide. */
function widthOf(words: string): number {
  let width = 0;
  for (const character of words) width += /[\u1100-\uffff]|[^\0-\uffff]/.test(character) ? 11 : widthOfLatin(character);
  return Math.ceil(width);
}

function widthOfLatin(character: string): number {
  if (/[iljtfrI.,:;'|! ]/.test(character)) return 4.4;
  return /[mwMW@%A-Z]/.test(character) ? 8.2 : 6.8;
}
