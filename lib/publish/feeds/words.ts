import { zoneName } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Parts of a moment as Statuspage's feeds write them, in English whatever the page's language: scripts read them. */
function partsOf(at: Instant, timeZone: string): { month: string; day: string; time: string } {
  let format = formats.get(timeZone);
  if (!format) {
    const shape = { month: "short", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    format = new Intl.DateTimeFormat("en-US", { timeZone, ...shape });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { month: parts.month ?? "", day: parts.day ?? "", time: `${parts.hour}:${parts.minute}` };
}

/** "Nov 21, 09:14 UTC", marked up as Statuspage marks it. */
export function momentWords(at: Instant, timeZone: string): string {
  const { month, day, time } = partsOf(at, timeZone);
  const zone = zoneName(at, timeZone);
  return `${month} <var data-var='date'>${day}</var>, <var data-var='time'>${time}</var> ${zone}`;
}

/** "Nov 30, 02:00 - 04:00 UTC", with both days when it ends on another. */
export function windowWords(startsAt: Instant, endsAt: Instant, timeZone: string): string {
  const start = partsOf(startsAt, timeZone);
  const end = partsOf(endsAt, timeZone);
  const isSameDay = start.month === end.month && start.day === end.day && endsAt - startsAt < 48 * 3_600_000;
  const until = isSameDay ? end.time : `${end.month} ${end.day}, ${end.time}`;
  return `${start.month} ${start.day}, ${start.time} - ${until} ${zoneName(startsAt, timeZone)}`;
}
