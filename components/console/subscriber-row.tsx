import type { ReactNode } from "react";

export type SubscriberLine = {
  target: string;
  channel: string;
  state: string;
  stateWords: string;
  follows: string;
  facts: string;
};

/** One subscriber of a list. `children`: what can be done. */
export function SubscriberRow({ subscriber, children }: { subscriber: SubscriberLine; children: ReactNode }) {
  const { target, channel, state, stateWords, follows, facts } = subscriber;
  return (
    <li data-row="" className="grid gap-2 border-t border-line py-3 first:border-t-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <bdi className="font-semibold break-all">{target}</bdi>
        <span className={`text-[13.5px] ${state === "quarantined" ? "font-semibold text-maj" : "text-mute"}`}>
          {channel} · {stateWords}
        </span>
      </div>
      <p className="m-0 text-[13px] text-mute tabular-nums">
        <bdi>{follows}</bdi> · {facts}
      </p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}
