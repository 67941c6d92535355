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

/** In which words times are written. */
export type TimeWords = {
  /** BCP 47, as `Intl` takes it. */
  locale: string;
  today: string;
  /** A day and a time of it: "11 Nov, 14:06 UTC". */
  momentOf(day: string, time: string): string;
};

const ENGLISH: TimeWords = { locale: "en-GB", today: "Today", momentOf: (day, time) => `${day}, ${time}` };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  { locale }: TimeWords,
  timeZone: string,
  shape: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${shape}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    formats.set(key, known);
  }
  return known;
}

/** The zone's short name at that instant: "UTC", "CET", "GMT-3". Never left out where a time is shown. */
export function zoneName(at: Instant, timeZone: string, words = ENGLISH): string {
  const parts = format(words, timeZone, "zone", { timeZoneName: "short" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}

function clock(at: Instant, timeZone: string, words: TimeWords): string {
  return format(words, timeZone, "clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** "14:06 UTC". */
export function formatTime(at: Instant, timeZone: string, words = ENGLISH): string {
  return `${clock(at, timeZone, words)} ${zoneName(at, timeZone, words)}`;
}

/** "14:06:12 UTC". */
export function formatTimeWithSeconds(at: Instant, timeZone: string, words = ENGLISH): string {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return `${format(words, timeZone, "seconds", options).format(at)} ${zoneName(at, timeZone, words)}`;
}

/** "11 Nov", with the year when it is not this one's. */
export function formatDay(at: Instant, timeZone: string, now: Instant, words = ENGLISH): string {
  const sameYear = dayOf(at, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  if (sameYear) return format(words, timeZone, "day", { day: "numeric", month: "short" }).format(at);
  return format(words, timeZone, "day-year", { day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** "14:06 UTC" today, else "11 Nov, 14:06 UTC". */
export function formatMoment(at: Instant, timeZone: string, now: Instant, words = ENGLISH): string {
  const time = formatTime(at, timeZone, words);
  const isToday = dayOf(at, timeZone) === dayOf(now, timeZone);
  return isToday ? time : words.momentOf(formatDay(at, timeZone, now, words), time);
}

/**
 * "Today, 13:00–15:00 UTC", "2 Dec, 03:00–03:30 UTC", or both days when it ends on another.
 * Both zones are named when the clocks change in it.
 */
export function formatWindow(
  startsAt: Instant,
  endsAt: Instant,
  timeZone: string,
  now: Instant,
  words = ENGLISH,
): string {
  const isToday = (at: Instant) => dayOf(at, timeZone) === dayOf(now, timeZone);
  const day = (at: Instant) => (isToday(at) ? words.today : formatDay(at, timeZone, now, words));
  const isSameZone = zoneName(startsAt, timeZone) === zoneName(endsAt, timeZone);
  const first = isSameZone ? clock(startsAt, timeZone, words) : formatTime(startsAt, timeZone, words);
  const end = formatTime(endsAt, timeZone, words);
  if (dayOf(startsAt, timeZone) !== dayOf(endsAt, timeZone))
    return `${words.momentOf(day(startsAt), first)} – ${words.momentOf(day(endsAt), end)}`;
  return words.momentOf(day(startsAt), isSameZone ? `${first}–${end}` : `${first} – ${end}`);
}
