import { dayOf, startOfDay } from "./days.ts";
import { INCIDENT_IMPACTS, type IncidentImpact } from "./incident.ts";
import { DAY, HOUR, type Instant, MINUTE } from "./instant.ts";

/** What subscribers can choose to hear of. */
export const EVENT_KINDS = ["incident", "maintenance", "postmortem", "report"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** `off`: each message at once; otherwise all of a day or a week in one. */
export const DIGESTS = ["off", "daily", "weekly"] as const;
export type DigestKind = (typeof DIGESTS)[number];

/** When digests go out, in the subscriber's zone: in the morning, weekly ones on Mondays. */
const DIGEST_MINUTE = 9 * 60;
const DIGEST_WEEKDAY = "Mon";

export type Preferences = {
  /** None: nothing is wanted but what is followed by name. */
  events: readonly EventKind[];
  /** Incidents below this are not told. */
  minImpact: IncidentImpact;
  digest: DigestKind;
  /** Minutes of the day, from 0 to 1439; may pass midnight. Null: no quiet hours. */
  quiet: { from: number; until: number } | null;
  /** IANA name; null: the page's. */
  timeZone: string | null;
  /** BCP 47; null: the page's. */
  language: string | null;
};

/** The least impacts by which somebody is told of an incident of this one: of a major one who chose none, minor or major. */
export function impactsUpTo(impact: IncidentImpact): IncidentImpact[] {
  return INCIDENT_IMPACTS.slice(0, INCIDENT_IMPACTS.indexOf(impact) + 1);
}

/**
 * Until when a message waits that is owed at `now`; null: it does not.
 *
 * A digest collects everything until its hour. Quiet hours hold back all but
 * critical incidents; a digest that would come out within them waits as well.
 *
 * @param pageZone the zone of those who have chosen none.
 */
export function heldUntil(
  preferences: Pick<Preferences, "digest" | "quiet" | "timeZone">,
  isCritical: boolean,
  pageZone: string,
  now: Instant,
): Instant | null {
  const zone = preferences.timeZone ?? pageZone;
  const digestAt = preferences.digest === "off" ? null : nextDigest(preferences.digest, zone, now);
  const { quiet } = preferences;
  if (!quiet || (isCritical && digestAt === null)) return digestAt;
  const at = digestAt ?? now;
  return isWithin(quiet, minuteOf(at, zone)) ? nextAt(quiet.until, zone, at) : digestAt;
}

function nextDigest(digest: "daily" | "weekly", zone: string, now: Instant): Instant {
  let at = nextAt(DIGEST_MINUTE, zone, now);
  while (digest === "weekly" && weekday(at, zone) !== DIGEST_WEEKDAY) at = nextAt(DIGEST_MINUTE, zone, at);
  return at;
}

function isWithin({ from, until }: { from: number; until: number }, minute: number): boolean {
  return from <= until ? from <= minute && minute < until : minute >= from || minute < until;
}

/** The next instant after `now` at which a clock in the zone shows that minute of the day; a skipped one counts on. */
export function nextAt(minute: number, zone: string, now: Instant): Instant {
  for (let day = startOfDay(now, zone); ; day = startOfDay(day + DAY + 2 * HOUR, zone)) {
    const usual = day + minute * MINUTE;
    const shifted = usual + (minute - minuteOf(usual, zone)) * MINUTE;
    const at = minuteOf(shifted, zone) === minute && dayOf(shifted, zone) === dayOf(day, zone) ? shifted : usual;
    if (at > now) return at;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, known);
  }
  return known;
}

function part(at: Instant, zone: string, type: "weekday" | "hour" | "minute"): string {
  return format(zone)
    .formatToParts(at)
    .find((one) => one.type === type)?.value as string;
}

function minuteOf(at: Instant, zone: string): number {
  return Number(part(at, zone, "hour")) * 60 + Number(part(at, zone, "minute"));
}

function weekday(at: Instant, zone: string): string {
  return part(at, zone, "weekday");
}

/** Whether the zone has clocks: an IANA name that this system knows. */
export function isTimeZone(name: string): boolean {
  try {
    return name.length <= 64 && format(name) !== undefined;
  } catch {
    return false;
  }
}

/** "22:30" as minutes of the day; null when it is no time. */
export function minuteOfDay(text: string): number | null {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null;
}

/** The other way round. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** As the store keeps it: each between commas, so that one can be looked for. */
export function eventsText(events: readonly EventKind[]): string {
  return `,${events.join(",")},`;
}

export function eventsOf(text: string): EventKind[] {
  return EVENT_KINDS.filter((kind) => text.includes(`,${kind},`));
}
