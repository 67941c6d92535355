import { createHmac } from "node:crypto";
import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";
import { findSubscriber } from "#lib/store/subscribers.ts";
import { findWebhookKey, writeWebhookKey } from "#lib/store/webhook-keys.ts";

/** How long the former secret goes on signing beside the new one. */
const BOTH_SIGN_MS = DAY;

/**
 * The secret by which a webhook's messages are signed (Standard Webhooks: `whsec_` and 32 bytes in base64).
 *
 * Made from the installation's secret: no store, backup or export holds it.
 */
export function webhookSecret(sessionSecret: string, subscriberId: string, generation: number): string {
  const bytes = createHmac("sha256", sessionSecret).update(`webhook:${subscriberId}:${generation}`).digest();
  return `whsec_${bytes.toString("base64")}`;
}

/** The secrets that sign at this moment, the newest first. */
export function signingSecrets(
  sessionSecret: string,
  subscriberId: string,
  key: Row<"webhook_key"> | undefined,
  now: Instant,
): string[] {
  const generation = key?.generation ?? 1;
  const isOverlapping = key !== undefined && key.rotated_at !== null && now - key.rotated_at < BOTH_SIGN_MS;
  const generations = isOverlapping ? [generation, generation - 1] : [generation];
  return generations.map((one) => webhookSecret(sessionSecret, subscriberId, one));
}

/**
 * Shows a webhook's signing secret, once. Asked for again it is a new one: for a day both sign, so that the receiver
 * can be changed without a message being refused.
 *
 * @param actor the operator who asks; null when the owner does, whose link has been checked.
 * @throws {DomainError} `not_found` when there is no such webhook; `forbidden`.
 */
export async function showWebhookSecret(
  db: Database,
  actor: Actor | null,
  subscriberId: string,
  sessionSecret: string,
  now: Instant,
): Promise<{ secret: string; isNew: boolean }> {
  if (actor) requireRole(actor, "maintainer");
  return inTransaction(db, async (tx) => {
    const subscriber = await findSubscriber(tx, subscriberId);
    if (subscriber?.channel !== "webhook") throw new DomainError("not_found", "There is no such webhook.");
    const before = await findWebhookKey(tx, subscriberId);
    const isNew = before !== undefined && before.shown_at !== null;
    const generation = (before?.generation ?? 1) + (isNew ? 1 : 0);
    await writeWebhookKey(tx, {
      subscriber_id: subscriberId,
      generation,
      rotated_at: isNew ? now : (before?.rotated_at ?? null),
      shown_at: now,
    });
    if (actor)
      await writeAudit(tx, { actor, action: "subscriber.secret", subject: subscriberId, detail: { generation } }, now);
    return { secret: webhookSecret(sessionSecret, subscriberId, generation), isNew };
  });
}
