import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { HOUR, MINUTE } from "#lib/domain/instant.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { discardIncident } from "#lib/services/discard-incident.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { insertIncident } from "#lib/store/incidents.ts";
import { insertMaintenance } from "#lib/store/maintenances.ts";
import type { NewRow } from "#lib/store/schema.ts";
import { readPublicIncident } from "./read-incident.ts";
import { readPublicMaintenance } from "./read-maintenance.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const OPERATOR: Actor = { kind: "operator", id: "op1", name: "Ada", role: "admin" };

async function withQueue(db: Database): Promise<void> {
  const text = "components: [{ slug: queue, name: Queue }]\nmonitors: []";
  await applyConfiguration(db, parseStatusFile(text, "status.yaml", {}), NOW - HOUR);
}

function opened(db: Database) {
  const words = { title: "Jobs wait", body: "We are looking.", status: "investigating", impact: null } as const;
  const input = {
    ...words,
    components: { queue: "major_outage" },
    expectedAt: NOW + 10 * MINUTE,
    notify: false,
  } as const;
  return openIncident(db, OPERATOR, input, NOW);
}

function window(publishedAt: number | null, cancelledAt: number | null = null): NewRow<"maintenance"> {
  return {
    id: "m",
    title: "New disks",
    body: "We change them.",
    starts_at: NOW + HOUR,
    ends_at: NOW + 2 * HOUR,
    published_at: publishedAt,
    cancelled_at: cancelledAt,
    completed_at: null,
    exempt_reason: null,
    created_at: NOW,
    updated_at: NOW,
    version: 1,
  };
}

onEachStore("An incident's own page", (open) => {
  it("keeps its whole story after it is resolved", async () => {
    await using store = await open();
    await withQueue(store.db);
    const { incidentId } = await opened(store.db);
    const told = { incidentId, body: "Over.", status: "resolved", components: {}, notify: false } as const;
    await postUpdate(store.db, OPERATOR, told, NOW + 5 * MINUTE);
    const read = await readPublicIncident(store.db, incidentId, NOW + 40 * 24 * HOUR);
    expect(read?.incident).toMatchObject({ title: "Jobs wait", resolvedAt: NOW + 5 * MINUTE, impact: "critical" });
    expect(read?.incident.components).toEqual([{ name: "Queue", slug: "queue", status: "operational" }]);
    expect(read?.incident.updates.map((update) => update.body)).toEqual(["Over.", "We are looking."]);
  });

  it("is there for nobody while it is a draft, after it was discarded, or under a made-up address", async () => {
    await using store = await open();
    await withQueue(store.db);
    const { incidentId } = await opened(store.db);
    expect(await readPublicIncident(store.db, incidentId, NOW)).not.toBeNull();
    expect(await readPublicIncident(store.db, incidentId, NOW - 1)).toBeNull();
    const { id: _, ...row } = await store.db.selectFrom("incident").selectAll().executeTakeFirstOrThrow();
    await insertIncident(store.db, { ...row, id: "draft", published_at: null });
    expect(await readPublicIncident(store.db, "draft", NOW)).toBeNull();
    await discardIncident(store.db, OPERATOR, "draft", NOW);
    expect(await readPublicIncident(store.db, "draft", NOW)).toBeNull();
    expect(await readPublicIncident(store.db, "' or 1=1 --", NOW)).toBeNull();
  });
});

onEachStore("The page of planned work", (open) => {
  it("is public from its publication on, also once it is cancelled", async () => {
    await using store = await open();
    await withQueue(store.db);
    const [queue] = await listComponents(store.db);
    const parts = [{ componentId: queue?.id as string, status: "under_maintenance" as const }];
    await insertMaintenance(store.db, window(NOW, NOW + MINUTE), parts);
    expect(await readPublicMaintenance(store.db, "m", NOW - 1)).toBeNull();
    const read = await readPublicMaintenance(store.db, "m", NOW + 2 * MINUTE);
    expect(read?.maintenance).toMatchObject({ title: "New disks", status: "cancelled", components: ["Queue"] });
  });

  it("is there for nobody while it is a draft", async () => {
    await using store = await open();
    await insertMaintenance(store.db, window(null), []);
    expect(await readPublicMaintenance(store.db, "m", NOW)).toBeNull();
  });
});
