import type { Actor } from "#lib/domain/actor.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** Writes down who did what. Call it in the transaction of the deed; `detail` holds no secret. */
export async function writeAudit(
  tx: Database,
  entry: { actor: Actor; action: string; subject: string; detail?: Record<string, unknown> },
  now: Instant,
): Promise<void> {
  await tx
    .insertInto("audit")
    .values({
      id: newId(),
      at: now,
      actor: `${entry.actor.kind}:${entry.actor.id}`,
      action: entry.action,
      subject: entry.subject,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute();
}
