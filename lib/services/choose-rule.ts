import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { AggregateRule } from "#lib/domain/aggregate.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { RuleSince } from "#lib/domain/slices.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { updateComponent } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { knownComponent } from "./known-component.ts";

/**
 * How a component's monitors make its status, from now on; what was judged before stays as it was. Nothing when that is
 * the rule already.
 *
 * @throws {DomainError} `forbidden`; `not_found`.
 */
export async function chooseRule(
  db: Database,
  actor: Actor,
  { component, rule }: { component: string; rule: AggregateRule },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id, rules } = await knownComponent(tx, component);
    const before = JSON.parse(rules) as RuleSince[];
    if (JSON.stringify(before.at(-1)?.rule ?? { kind: "any" }) === JSON.stringify(rule)) return;
    await updateComponent(tx, id, { rules: JSON.stringify([...before, { from: now, rule }]), updated_at: now });
    await writeAudit(tx, { actor, action: "component.rule", subject: id, detail: { rule } }, now);
    await bumpVersion(tx, now);
  });
}
