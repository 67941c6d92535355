import { parseStatusFile } from "#lib/config/status-file.ts";
import { type Actor, SYSTEM } from "#lib/domain/actor.ts";
import { DAY, HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { changeMaintenance } from "#lib/services/change-maintenance.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import type { Database } from "#lib/store/database.ts";

/** The present of these tests: 23 Nov 2026, 14:08:12.345 UTC. */
export const NOW = Date.UTC(2026, 10, 23, 14, 8, 12, 345);
export const PUBLIC_URL = "https://status.example.test";
const OPERATOR: Actor = { ...SYSTEM, kind: "operator", id: "op1", name: "Ada" };

const CONFIGURATION = `page: { name: Brindle Tasks, time_zone: UTC }
components:
  - { slug: dashboard, name: Dashboard }
  - { slug: jobs, name: Job queue, group: Redis tier, description: RQ workers and schedules }
  - { slug: sessions, name: Sessions, group: Redis tier, description: Who is signed in }
monitors: []`;

export type Story = { openId: string; resolvedId: string; plannedId: string; runningId: string; cancelledId: string };

/** A page with a past at `now`: one incident open, one resolved, work planned, under way and cancelled. */
export async function tellStory(db: Database, now: Instant = NOW): Promise<Story> {
  await applyConfiguration(db, parseStatusFile(CONFIGURATION, "status.yaml", {}), now - 30 * DAY);
  const resolvedId = await incident(db, "Sign-in was slow", { sessions: "degraded_performance" }, now - 3 * DAY);
  await update(db, resolvedId, "monitoring", "It is faster again.", now - 3 * DAY + 20 * MINUTE);
  await update(db, resolvedId, "resolved", "Over.", now - 3 * DAY + HOUR);
  const openId = await incident(db, "Jobs wait & <b>pile up</b>", { jobs: "partial_outage" }, now - 40 * MINUTE);
  await update(
    db,
    openId,
    "identified",
    "Redis is **full**. `SET` fails; a < b.\n\n<script>x</script>",
    now - 9 * MINUTE,
    {
      jobs: "major_outage",
    },
  );
  await update(db, openId, "identified", "Still on it.", now - 2 * MINUTE);
  const plannedId = await work(db, "Failover drill, part 1; dry", now + 9 * DAY, now - 5 * DAY);
  const runningId = await work(db, "New disks", now - 10 * MINUTE, now - 2 * DAY);
  const cancelledId = await work(db, "New switch", now + DAY, now - DAY);
  await changeMaintenance(db, OPERATOR, { id: cancelledId, status: "cancelled" }, now - HOUR);
  return { openId, resolvedId, plannedId, runningId, cancelledId };
}

type Impacts = Parameters<typeof openIncident>[2]["components"];

async function incident(db: Database, title: string, components: Impacts, at: Instant): Promise<string> {
  const words = { body: "We are looking into it.", status: "investigating", impact: null, notify: true } as const;
  const expectedAt = at + HOUR;
  return (await openIncident(db, OPERATOR, { ...words, title, components, expectedAt }, at)).incidentId;
}

async function update(
  db: Database,
  incidentId: string,
  status: "identified" | "monitoring" | "resolved",
  body: string,
  at: Instant,
  components: Impacts = {},
): Promise<void> {
  await postUpdate(db, OPERATOR, { incidentId, status, body, components, notify: true }, at);
}

/** Half an hour of work on the sessions. */
export function work(db: Database, title: string, startsAt: Instant, plannedAt: Instant): Promise<string> {
  const plan = {
    title,
    body: "We switch over, *twice*.",
    startsAt,
    endsAt: startsAt + HOUR / 2,
    components: ["sessions"],
  };
  return scheduleMaintenance(db, OPERATOR, plan, plannedAt);
}
