import type { PublishedMaintenance } from "#lib/domain/publication.ts";
import type { Told } from "#lib/publish/told.ts";
import { pageHead } from "./common.ts";
import { componentList } from "./components.ts";
import { incidentOf, maintenanceOf } from "./incidents.ts";

/** As many as Statuspage lists. */
const LISTED = 50;

/** The indicator and its fixed English sentence; clients switch on both (compat.md §3). */
function status({ publication: { summary } }: Told) {
  return { indicator: summary.indicator, description: summary.description };
}

const unresolved = (told: Told) =>
  told.publication.incidents
    .filter((incident) => incident.resolvedAt === null)
    .map((incident) => incidentOf(incident, told));

const isActive = ({ status: is }: PublishedMaintenance) => is === "in_progress" || is === "verifying";
const isUpcoming = ({ status: is }: PublishedMaintenance) => is === "scheduled";

/** What is to come begins with what comes first. */
const upcoming = (told: Told) =>
  told.publication.maintenances
    .filter(isUpcoming)
    .toSorted((a, b) => a.startsAt - b.startsAt)
    .map((window) => maintenanceOf(window, told));

const active = (told: Told) =>
  told.publication.maintenances.filter(isActive).map((window) => maintenanceOf(window, told));

/**
 * The documents of Statuspage's public API, shape for shape and key for key (compat.md §2).
 *
 * Every key is always there; clients in the field break on a missing one.
 */
export const statuspage = {
  summary: (told: Told) => ({
    page: pageHead(told),
    components: componentList(told.publication),
    incidents: unresolved(told),
    scheduled_maintenances: [...active(told), ...upcoming(told)],
    status: status(told),
  }),
  status: (told: Told) => ({ page: pageHead(told), status: status(told) }),
  components: (told: Told) => ({ page: pageHead(told), components: componentList(told.publication) }),
  incidents: (told: Told) => ({
    page: pageHead(told),
    incidents: told.publication.incidents.slice(0, LISTED).map((incident) => incidentOf(incident, told)),
  }),
  unresolvedIncidents: (told: Told) => ({ page: pageHead(told), incidents: unresolved(told) }),
  maintenances: (told: Told) => ({
    page: pageHead(told),
    scheduled_maintenances: told.publication.maintenances.slice(0, LISTED).map((window) => maintenanceOf(window, told)),
  }),
  upcomingMaintenances: (told: Told) => ({ page: pageHead(told), scheduled_maintenances: upcoming(told) }),
  activeMaintenances: (told: Told) => ({ page: pageHead(told), scheduled_maintenances: active(told) }),
  /** Null when there is none of that id. */
  incident: (told: Told, id: string) => {
    const found = told.publication.incidents.find((one) => one.id === id);
    return found ? { page: pageHead(told), incident: incidentOf(found, told) } : null;
  },
  /** Null when there is none of that id: an incident's id is none here. */
  maintenance: (told: Told, id: string) => {
    const found = told.publication.maintenances.find((one) => one.id === id);
    return found ? { page: pageHead(told), scheduled_maintenance: maintenanceOf(found, told) } : null;
  },
};
