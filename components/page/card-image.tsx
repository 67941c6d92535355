import type { EffectiveStatus } from "#lib/domain/status.ts";

/** What a picture of a page says where its link is posted. */
export type Card = { pageName: string; title: string; status: EffectiveStatus; line: string };

/** The size that those who show such pictures ask for. */
export const CARD_SIZE = { width: 1200, height: 630 };

const COLOURS: Record<EffectiveStatus, string> = {
  operational: "#1a7f4b",
  under_maintenance: "#2a5bd7",
  degraded_performance: "#8a6100",
  partial_outage: "#b04a00",
  major_outage: "#c02026",
  unknown: "#5d6167",
};
/** What the drawing's own font has; for other letters it would ask a font service on the net. */
const DRAWABLE = /^[\x20-\x7e\u00a0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*$/;
const TITLE_MAX = 110;

/** The picture: whose page, what is said, and a band in the status's colour. Drawn for `next/og`, hence styles alone. */
export function CardImage({ card }: { card: Card }) {
  const column = { display: "flex", flexDirection: "column" } as const;
  const muted = { fontSize: 34, color: "#5d6167" };
  return (
    <div style={{ ...column, width: "100%", height: "100%", background: "#fbfbfa", color: "#17181a" }}>
      <div style={{ height: 28, background: COLOURS[card.status] }} />
      <div style={{ ...column, justifyContent: "space-between", flexGrow: 1, padding: "56px 72px" }}>
        <div style={muted}>{drawn(card.pageName, "Service status")}</div>
        <div style={{ fontSize: 72, lineHeight: 1.15 }}>{drawn(card.title, card.line)}</div>
        <div style={{ ...muted, color: COLOURS[card.status] }}>{card.line}</div>
      </div>
    </div>
  );
}

function drawn(words: string, otherwise: string): string {
  if (!DRAWABLE.test(words)) return otherwise;
  return words.length <= TITLE_MAX ? words : `${words.slice(0, TITLE_MAX).replace(/\s\S*$/, "")} …`;
}
