import type { OwedView } from "#components/console/owed-row.tsx";
import { CHANNEL_NAMES } from "#lib/domain/channel.ts";
import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { shownTarget } from "#lib/services/shown-target.ts";
import { STALLED_AFTER_MS } from "#lib/services/watch-outbox.ts";
import type { Delivery, DeliveryTotals, OutboxSummary } from "#lib/store/deliveries.ts";
import type { OwedEntry } from "#lib/store/delivery-log.ts";
import type { Row } from "#lib/store/schema.ts";

const COUNT = new Intl.NumberFormat("en-US");

const STATE_WORDS: Readonly<Record<Row<"outbox">["state"], string>> = {
  queued: "waiting",
  held: "held for quiet hours or a summary",
  sent: "delivered",
  failed: "given up",
  suppressed: "not sent",
};
const ORDER = ["sent", "failed", "queued", "held", "suppressed"] as const;

/** "1,238 delivered, 2 given up, 3 waiting"; what there is none of is left out. */
export function totalsText(totals: DeliveryTotals | undefined): string {
  const parts = totals
    ? ORDER.flatMap((state) => (totals[state] > 0 ? [`${COUNT.format(totals[state])} ${STATE_WORDS[state]}`] : []))
    : [];
  return parts.length > 0 ? parts.join(", ") : "nobody was to be told";
}

const STAGE_WORDS: Readonly<Record<string, string>> = {
  in_progress: "in progress",
  changed: "new time",
  started: "begun",
  overrunning: "takes longer",
};
const EVENT_WORDS: Readonly<Record<OwedEntry["event"], string>> = {
  incident: "Incident",
  maintenance: "Planned work",
  postmortem: "Postmortem",
  report: "Report",
};

export function owedView(
  entry: OwedEntry,
  totals: DeliveryTotals | undefined,
  timeZone: string,
  now: Instant,
): OwedView {
  const waits = entry.notBefore > now ? ` · goes out at ${formatMoment(entry.notBefore, timeZone, now)}` : "";
  return {
    refId: entry.refId,
    title: entry.title,
    facts: `${EVENT_WORDS[entry.event]}, ${STAGE_WORDS[entry.stage] ?? entry.stage} · ${formatMoment(entry.createdAt, timeZone, now)}${waits}`,
    totals: entry.finishedAt === null && !totals ? "being made" : totalsText(totals),
    isTroubled: (totals?.failed ?? 0) > 0,
  };
}

export type DeliveryView = {
  id: string;
  channel: string;
  target: string;
  state: string;
  isFailed: boolean;
  /** "3 attempts · 14:06 UTC". */
  facts: string;
  answer: string;
};

/** One recipient's message. A secret address is cut; an erased one is not there. */
export function deliveryView(one: Delivery, timeZone: string, now: Instant): DeliveryView {
  const at = one.settled_at ?? one.held_until ?? one.next_attempt_at;
  const when = one.settled_at === null ? `next at ${formatMoment(at, timeZone, now)}` : formatMoment(at, timeZone, now);
  return {
    id: one.id,
    channel: CHANNEL_NAMES[one.channel],
    target: one.target === "" ? "forgotten" : shownTarget(one.channel, one.target),
    state: STATE_WORDS[one.state],
    isFailed: one.state === "failed",
    facts: `${one.attempts} attempt${one.attempts === 1 ? "" : "s"} · ${when}`,
    answer: one.answer ?? "",
  };
}

/** What operators must know at once: mail that cannot leave, messages that do not. */
export function outboxTroubles(
  summary: OutboxSummary,
  config: { smtpUrl: string | null },
  alarms: readonly Row<"alarm">[],
  timeZone: string,
  now: Instant,
): string[] {
  const waiting = summary.email.queued;
  const noMail =
    config.smtpUrl === null
      ? [
          `No mail server is set, so no mail leaves${waiting > 0 ? `: ${COUNT.format(waiting)} waiting` : ""}. Set SMTP_URL and start again: what waits is then sent.`,
        ]
      : [];
  const stalled = Object.entries(summary).flatMap(([channel, counts]) => {
    const since = counts.oldestQueuedAt;
    if (since === null || now - since < STALLED_AFTER_MS || (channel === "email" && config.smtpUrl === null)) return [];
    const name = CHANNEL_NAMES[channel as keyof typeof CHANNEL_NAMES];
    return [
      `${name}: ${COUNT.format(counts.queued)} waiting, the oldest for ${formatDuration(now - since)}. They do not get through.`,
    ];
  });
  // What is counted here as it is now is not said twice.
  const told = alarms
    .filter((one) => !one.name.startsWith("stalled-"))
    .map((one) => `${one.answer} Since ${formatMoment(one.since, timeZone, now)}.`);
  return [...noMail, ...told, ...stalled];
}
