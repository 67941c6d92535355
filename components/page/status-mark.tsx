import type { EffectiveStatus } from "#lib/domain/status.ts";

export const STATUS_WORDS: Record<EffectiveStatus, string> = {
  operational: "Operational",
  under_maintenance: "Under maintenance",
  degraded_performance: "Degraded performance",
  partial_outage: "Partial outage",
  major_outage: "Major outage",
  unknown: "Not known",
};

/** A shape and a word for a status: colour never speaks alone. */
export function StatusMark({ status, words = STATUS_WORDS[status] }: { status: EffectiveStatus; words?: string }) {
  return (
    <span className={`s ${status}`}>
      <StatusShape status={status} />
      {words}
    </span>
  );
}

/** Circle, triangle, square, octagon, clock, ring: told apart without colour. */
function StatusShape({ status }: { status: EffectiveStatus }) {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[status]}
    </svg>
  );
}

const SHAPES: Record<EffectiveStatus, React.ReactNode> = {
  operational: (
    <>
      <circle cx="8" cy="8" r="7" />
      <path d="M4.6 8.3l2.3 2.3 4.5-4.8" className="k" />
    </>
  ),
  degraded_performance: (
    <>
      <path d="M8 1.2 15.4 14.6H.6z" />
      <path d="M8 6v4M8 12.2v.2" className="k" />
    </>
  ),
  partial_outage: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3.5" />
      <path d="M8 4.4v4.4M8 11.4v.2" className="k" />
    </>
  ),
  major_outage: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
      <path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" className="k" />
    </>
  ),
  under_maintenance: (
    <>
      <circle cx="8" cy="8" r="7" />
      <path d="M8 4v4.2l2.6 1.8" className="k" />
    </>
  ),
  unknown: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="2" transform="rotate(45 8 8)" />
      <path d="M6.3 6.4a1.8 1.8 0 1 1 2.4 1.7c-.5.2-.7.5-.7 1M8 11.4v.1" className="k" />
    </>
  ),
};
