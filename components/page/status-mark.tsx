import type { ReactNode } from "react";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { claimed, tone, type View } from "./view.ts";

// Every shape is its own, so that no status is told by colour alone.
const SHAPES: Record<EffectiveStatus, ReactNode> = {
  operational: (
    <>
      <circle cx="8" cy="8" r="7" />
      <path className="k" d="M4.6 8.3l2.3 2.3 4.5-4.8" />
    </>
  ),
  under_maintenance: (
    <g className="o">
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 4.6v3.7l2.3 1.5" />
    </g>
  ),
  degraded_performance: (
    <>
      <path d="M8 1.2 15.4 14.6H.6z" />
      <path className="k" d="M8 6.2v3.6M8 12.2v.1" />
    </>
  ),
  partial_outage: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3.5" />
      <path className="k" d="M8 4.5v4.3M8 11.4v.1" />
    </>
  ),
  major_outage: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
      <path className="k" d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" />
    </>
  ),
  unknown: (
    <>
      <path d="M8 .6 15.4 8 8 15.4.6 8z" />
      <path className="k" d="M6.3 6.3C6.3 4 9.8 4.1 9.8 6.3 9.8 7.8 8 7.6 8 9M8 11.5v.1" />
    </>
  ),
};

/** A status as shape, word and colour. */
export function StatusMark({ status, word }: { status: EffectiveStatus; word: string }) {
  return (
    <span className={`s ${tone(status)}`}>
      <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[status]}
      </svg>
      {word}
    </span>
  );
}

/** A component's status as it may be claimed: what was last known is told in words, and grey. */
export function ClaimedMark({ status, view }: { status: EffectiveStatus; view: View }) {
  const word = view.words.say(`status.${status}`);
  if (view.isCurrent || status === "unknown") return <StatusMark status={status} word={word} />;
  return <StatusMark status={claimed(status, view)} word={view.words.say("status.lastKnown", { status: word })} />;
}
