import type { Actor } from "#lib/domain/actor.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { insertComponent } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import type { ChannelKind, NewRow } from "#lib/store/schema.ts";
import { setScope } from "#lib/store/scope.ts";

/** Who may do everything, in tests of what is told to whom. */
export const PUBLISHER: Actor = { kind: "operator", id: "op1", name: "Ada", role: "admin" };

/** A component with this slug. @returns its id. */
export async function aComponent(db: Database, slug: string, now: Instant): Promise<string> {
  const id = newId();
  await insertComponent(db, {
    id,
    slug,
    name: slug,
    description: null,
    group_id: null,
    position: 0,
    baseline: "operational",
    monitored_since: now,
    origin: "console",
    created_at: now,
    updated_at: now,
    archived_at: null,
  });
  return id;
}

/** Active subscribers of these targets; `componentIds` is what each of them follows, none means everything. */
export async function someSubscribers(
  db: Database,
  targets: readonly string[],
  now: Instant,
  more: { channel?: ChannelKind; componentIds?: readonly string[] } = {},
): Promise<string[]> {
  const { channel = "email", componentIds = [] } = more;
  const rows: NewRow<"subscriber">[] = targets.map((target) => ({
    id: newId(),
    channel,
    target,
    target_key: target,
    state: "active",
    confirm_token_hash: null,
    confirm_code_hash: null,
    confirm_expires_at: null,
    confirm_attempts: 0,
    source: "self",
    created_at: now,
    confirmed_at: now,
    ended_at: null,
  }));
  await inTransaction(db, async (tx) => {
    for (let i = 0; i < rows.length; i += 500)
      await tx
        .insertInto("subscriber")
        .values(rows.slice(i, i + 500))
        .execute();
    if (componentIds.length > 0) for (const row of rows) await setScope(tx, row.id, { componentIds });
  });
  return rows.map((row) => row.id);
}

/** A published incident about these components, which everyone is to be told of. */
export function anIncident(
  db: Database,
  slugs: readonly string[],
  now: Instant,
  more: { title?: string; body?: string; status?: "investigating" | "resolved"; notify?: boolean } = {},
): Promise<{ incidentId: string; updateId: string }> {
  const input = {
    title: more.title ?? "Jobs wait",
    body: more.body ?? "We are **looking** into it.",
    status: more.status ?? "investigating",
    components: Object.fromEntries(slugs.map((slug) => [slug, "major_outage" as const])),
    expectedAt: null,
    impact: null,
    notify: more.notify ?? true,
  };
  return openIncident(db, PUBLISHER, input, now);
}
