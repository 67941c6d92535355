import { formatWindow, zoneName } from "#lib/domain/duration.ts";
import { DAY, HOUR, type Instant } from "#lib/domain/instant.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { listWindowsIn } from "#lib/store/maintenances.ts";

/** What to know of a plan before it is told: little notice, other work at the same time, clocks that change. */
export async function planNotes(
  db: Database,
  plan: { id: string | null; startsAt: Instant; endsAt: Instant; components: Readonly<Record<string, string>> },
  now: Instant,
): Promise<string[]> {
  const { time_zone: timeZone } = await pageOrDefault(db);
  const notes: string[] = [];
  if (plan.startsAt < now) notes.push("It begins in the past: time before now does not count as planned.");
  else if (plan.startsAt - now < DAY)
    notes.push("It begins in less than a day: your users have little time to prepare.");
  if (Object.keys(plan.components).length === 0)
    notes.push("It touches no component: only those who follow everything are told.");
  const others = await listWindowsIn(db, plan.startsAt, plan.endsAt);
  for (const other of others) {
    if (other.id === plan.id || other.cancelled_at !== null || other.completed_at !== null) continue;
    const shared = other.components.some((one) => Object.hasOwn(plan.components, one.componentId));
    const when = formatWindow(other.starts_at, other.ends_at, timeZone, now);
    notes.push(`At the same time: “${other.title}” (${when})${shared ? ", on a component of this work" : ""}.`);
  }
  if (zoneName(plan.startsAt - 12 * HOUR, timeZone) !== zoneName(plan.endsAt + 12 * HOUR, timeZone))
    notes.push(`The clocks change around it: it runs ${formatWindow(plan.startsAt, plan.endsAt, timeZone, now)}.`);
  return notes;
}
