import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import { DAY, HOUR } from "#lib/domain/instant.ts";
import { parseMarkdown, toPlainText } from "#lib/domain/markdown.ts";
import type { PublishedMaintenance } from "#lib/domain/publication.ts";
import { pageTitle, type ToldOf } from "./told.ts";

/** What is over stays for so long: a calendar that never hears of a cancellation keeps the date. */
const KEPT_MS = 90 * DAY;

/**
 * `/maintenance.ics`: planned work as a calendar to subscribe to (RFC 5545, RFC 7986).
 *
 * Each window keeps its UID; its SEQUENCE grows with every change of the plan, without which calendars ignore the
 * change; a cancelled one stays as CANCELLED.
 */
export function maintenanceCalendar(told: ToldOf): string {
  const { publication, component } = told;
  const name = `${pageTitle(told)}: ${component ? `${component.name}, ` : ""}planned work`;
  const calendar = ical({
    name,
    prodId: { company: "Pulsepage", product: "Planned work", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: HOUR / 1_000,
    url: `${told.publicUrl}/maintenance.ics${component ? `?component=${component.slug}` : ""}`,
  });
  for (const window of publication.maintenances) {
    if (component && !window.componentIds.includes(component.id)) continue;
    if (window.overAt !== null && publication.at - window.overAt > KEPT_MS) continue;
    calendar.createEvent(eventOf(window, told));
  }
  return calendar.toString();
}

function eventOf(window: PublishedMaintenance, { publication, publicUrl }: ToldOf) {
  const names = publication.components.filter(({ id }) => window.componentIds.includes(id)).map(({ name }) => name);
  const url = `${publicUrl}/maintenance/${window.id}`;
  const words = [toPlainText(parseMarkdown(window.body)), names.join(", "), url].filter((part) => part !== "");
  const isCancelled = window.status === "cancelled";
  return {
    id: `maintenance-${window.id}@${new URL(publicUrl).hostname}`,
    sequence: window.revision - 1,
    stamp: new Date(window.updatedAt),
    created: new Date(window.createdAt),
    lastModified: new Date(window.updatedAt),
    start: new Date(window.startsAt),
    end: new Date(window.endsAt),
    summary: isCancelled ? `Cancelled: ${window.title}` : window.title,
    description: words.join("\n\n"),
    url,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
    categories: [{ name: "maintenance" }],
  };
}
