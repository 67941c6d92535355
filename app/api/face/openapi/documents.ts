import { z } from "zod";
import { COMPONENT_STATUSES } from "#lib/domain/status.ts";

// The public documents in Statuspage's shape (lib/publish/statuspage); every key is always there.

const id = z.string();
const at = z.iso.datetime();
const atOrNull = at.nullable();
const status = z.enum(COMPONENT_STATUSES);

const page = z
  .object({ id, name: z.string(), url: z.url(), time_zone: z.string(), updated_at: at })
  .meta({ id: "StatuspagePage" });

const component = z
  .object({
    id,
    name: z.string(),
    status,
    created_at: at,
    updated_at: at,
    position: z.number().int(),
    description: z.string().nullable(),
    showcase: z.boolean(),
    start_date: z.iso.date().nullable(),
    group_id: id.nullable(),
    page_id: id,
    group: z.boolean(),
    only_show_if_degraded: z.boolean(),
    components: z.array(id).optional().meta({ description: "On groups: the ids of its members." }),
  })
  .meta({ id: "StatuspageComponent" });

const affected = z.object({ code: id, name: z.string(), old_status: status, new_status: status });

const updateOf = (statuses: readonly [string, ...string[]]) =>
  z.object({
    id,
    status: z.enum(statuses),
    body: z.string(),
    incident_id: id,
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: z.array(affected).nullable(),
    deliver_notifications: z.boolean(),
    custom_tweet: z.null(),
    tweet_id: z.null(),
  });

const common = {
  id,
  name: z.string(),
  created_at: at,
  updated_at: at,
  monitoring_at: atOrNull,
  resolved_at: atOrNull,
  shortlink: z.url(),
  started_at: at,
  page_id: id,
  components: z.array(component),
};
const INCIDENT = ["investigating", "identified", "monitoring", "resolved", "postmortem"] as const;
const MAINTENANCE = ["scheduled", "in_progress", "verifying", "completed"] as const;

const incident = z
  .object({
    ...common,
    status: z.enum(INCIDENT),
    impact: z.enum(["none", "minor", "major", "critical"]),
    incident_updates: z.array(updateOf(INCIDENT)).min(1),
    reminder_intervals: z.null(),
  })
  .meta({ id: "StatuspageIncident" });

const maintenance = z
  .object({
    ...common,
    status: z.enum(MAINTENANCE),
    impact: z.literal("maintenance"),
    incident_updates: z.array(updateOf(MAINTENANCE)).min(1),
    scheduled_for: at,
    scheduled_until: at,
  })
  .meta({ id: "StatuspageMaintenance" });

const indicator = z.object({
  indicator: z.enum(["none", "minor", "major", "critical", "maintenance"]),
  description: z.string(),
});
const maintenances = z.object({ page, scheduled_maintenances: z.array(maintenance) });
const incidents = z.object({ page, incidents: z.array(incident) });

/** Each document in Statuspage's shape by its path below `/api/v2`, and what it is. */
export const STATUSPAGE_DOCUMENTS: Readonly<Record<string, { summary: string; schema: z.ZodObject }>> = {
  "/summary.json": {
    summary: "Everything of now: components, unresolved incidents, planned work",
    schema: z.object({
      page,
      components: z.array(component),
      incidents: z.array(incident),
      scheduled_maintenances: z.array(maintenance),
      status: indicator,
    }),
  },
  "/status.json": { summary: "The state of the whole", schema: z.object({ page, status: indicator }) },
  "/components.json": {
    summary: "Components and their groups, in one list",
    schema: z.object({ page, components: z.array(component) }),
  },
  "/incidents.json": { summary: "The 50 newest incidents", schema: incidents },
  "/incidents/unresolved.json": { summary: "Incidents that go on", schema: incidents },
  "/incidents/{id}.json": { summary: "One incident", schema: z.object({ page, incident }) },
  "/scheduled-maintenances.json": { summary: "The 50 newest windows of planned work", schema: maintenances },
  "/scheduled-maintenances/upcoming.json": { summary: "Planned work to come", schema: maintenances },
  "/scheduled-maintenances/active.json": { summary: "Planned work under way", schema: maintenances },
  "/scheduled-maintenances/{id}.json": {
    summary: "One window of planned work",
    schema: z.object({ page, scheduled_maintenance: maintenance }),
  },
};
