import { dayOf } from "./days.ts";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "./instant.ts";

/** "38 minutes", "2 h 5 min", "3 days 4 h": cut off, never rounded up; at least "1 second". */
export function formatDuration(ms: number): string {
  if (ms < MINUTE) return counted(Math.max(1, Math.floor(ms / SECOND)), "second");
  if (ms < HOUR) return counted(Math.floor(ms / MINUTE), "minute");
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (ms < DAY) return minutes === 0 ? counted(hours, "hour") : `${hours} h ${minutes} min`;
  const days = counted(Math.floor(ms / DAY), "day");
  return hours % 24 === 0 ? days : `${days} ${hours % 24} h`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, shape: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${shape}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
    formats.set(key, known);
  }
  return known;
}

/** The zone's short name at that instant: "UTC", "CET", "GMT-3". Never left out where a time is shown. */
export function zoneName(at: Instant, timeZone: string): string {
  const parts = format(timeZone, "zone", { timeZoneName: "short" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}

function clock(at: Instant, timeZone: string): string {
  return format(timeZone, "clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** "14:06 UTC". */
export function formatTime(at: Instant, timeZone: string): string {
  return `${clock(at, timeZone)} ${zoneName(at, timeZone)}`;
}

/** "14:06:12 UTC". */
export function formatTimeWithSeconds(at: Instant, timeZone: string): string {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return `${format(timeZone, "seconds", options).format(at)} ${zoneName(at, timeZone)}`;
}

/** "11 Nov", with the year when it is not this one's. */
export function formatDay(at: Instant, timeZone: string, now: Instant): string {
  const sameYear = dayOf(at, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  if (sameYear) return format(timeZone, "day", { day: "numeric", month: "short" }).format(at);
  return format(timeZone, "day-year", { day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** "14:06 UTC" today, else "11 Nov, 14:06 UTC". */
export function formatMoment(at: Instant, timeZone: string, now: Instant): string {
  const time = formatTime(at, timeZone);
  return dayOf(at, timeZone) === dayOf(now, timeZone) ? time : `${formatDay(at, timeZone, now)}, ${time}`;
}

/**
 * "Today, 13:00–15:00 UTC", "2 Dec, 03:00–03:30 UTC", or both days when it ends on another.
 * Both zones are named when the clocks change in it.
 */
export function formatWindow(startsAt: Instant, endsAt: Instant, timeZone: string, now: Instant): string {
  const day = (at: Instant) => (dayOf(at, timeZone) === dayOf(now, timeZone) ? "Today" : formatDay(at, timeZone, now));
  const isSameZone = zoneName(startsAt, timeZone) === zoneName(endsAt, timeZone);
  const start = `${day(startsAt)}, ${isSameZone ? clock(startsAt, timeZone) : formatTime(startsAt, timeZone)}`;
  const end = formatTime(endsAt, timeZone);
  if (dayOf(startsAt, timeZone) !== dayOf(endsAt, timeZone)) return `${start} – ${day(endsAt)}, ${end}`;
  return isSameZone ? `${start}–${end}` : `${start} – ${end}`;
}
