import { CHANNEL_NAMES } from "#lib/domain/channel.ts";
import { formatDay, formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { shownTarget } from "#lib/services/shown-target.ts";
import type { Row } from "#lib/store/schema.ts";
import type { SubscriberWithScope } from "#lib/store/subscribers.ts";

type State = Row<"subscriber">["state"];

const COUNT = new Intl.NumberFormat("en-US");

export const STATES: readonly (readonly [State, string])[] = [
  ["active", "Active"],
  ["pending", "Not confirmed"],
  ["quarantined", "Set aside"],
  ["ended", "Ended"],
];

export type SubscriberView = {
  id: string;
  target: string;
  channel: string;
  state: State;
  stateWords: string;
  /** "Everything", or what is followed. */
  follows: string;
  /** "since 11 Nov · last message 14:06 UTC · daily digest". */
  facts: string;
  /** Whether an operator may end it; the configuration's own may not. */
  isOurs: boolean;
};

export function subscriberView(
  one: SubscriberWithScope,
  names: { components: ReadonlyMap<string, string>; groups: ReadonlyMap<string, string> },
  lastSentAt: Instant | undefined,
  timeZone: string,
  now: Instant,
): SubscriberView {
  const chosen = [
    ...one.groupIds.map((id) => names.groups.get(id) ?? "a former group"),
    ...one.componentIds.map((id) => names.components.get(id) ?? "a former component"),
    ...(one.incidentIds.length > 0
      ? [`${one.incidentIds.length} incident${one.incidentIds.length === 1 ? "" : "s"}`]
      : []),
  ];
  const isPaused = one.paused_until !== null && one.paused_until > now;
  const facts = [
    `since ${formatDay(one.created_at, timeZone, now)}`,
    lastSentAt === undefined ? "" : `last message ${formatMoment(lastSentAt, timeZone, now)}`,
    one.digest === "off" ? "" : `${one.digest} digest`,
    isPaused ? `paused until ${formatMoment(one.paused_until as Instant, timeZone, now)}` : "",
    one.consent === null ? "" : one.consent,
  ];
  return {
    id: one.id,
    target: shownTarget(one.channel, one.target),
    channel: CHANNEL_NAMES[one.channel],
    state: one.state,
    stateWords: STATES.find(([state]) => state === one.state)?.[1] ?? one.state,
    follows: one.scope === "everything" ? "Everything" : chosen.join(", "),
    facts: facts.filter(Boolean).join(" · "),
    isOurs: one.source !== "config",
  };
}

/** "1,204 active, 18 not confirmed"; "nobody yet" when there is nobody. */
export function countsText(counts: readonly { state: State; count: number }[]): string {
  const parts = STATES.flatMap(([state, words]) => {
    const sum = counts.filter((one) => one.state === state).reduce((all, one) => all + one.count, 0);
    return sum > 0 ? [`${COUNT.format(sum)} ${words.toLowerCase()}`] : [];
  });
  return parts.length > 0 ? parts.join(", ") : "nobody yet";
}
