import type { OrderGroupView, OrderRowView } from "#components/console/order-list.tsx";
import type { RuleMember } from "#components/console/rule-form.tsx";
import { type AggregateRule, aggregate } from "#lib/domain/aggregate.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Evidence, ruleOf, statusNow } from "#lib/services/components-now.ts";
import { listComponents, listGroups } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";

export type GroupView = OrderGroupView & { rule: AggregateRule; members: RuleMember[] };

/** Every component by its group, in the order of the page: those in no group first. */
export function groupViews(evidence: Evidence, groups: readonly Row<"component_group">[], now: Instant): GroupView[] {
  const view = (group: Row<"component_group"> | null): GroupView => {
    const components = evidence.components.filter((one) => one.group_id === (group?.id ?? null));
    const rows = components.map((one) => rowOf(evidence, one, now));
    const rule = group === null ? ({ kind: "any" } as const) : (JSON.parse(group.rule) as AggregateRule);
    return {
      id: group?.id ?? null,
      name: group?.name ?? null,
      isOurs: group?.origin === "console",
      status: group === null || rows.length === 0 ? null : aggregate(rule, rows),
      rows,
      rule,
      members: rows.map(({ id, name }) => ({ id, name })),
    };
  };
  return [view(null), ...groups.map(view)];
}

function rowOf(evidence: Evidence, component: Row<"component">, now: Instant): OrderRowView {
  const monitors = evidence.monitors.filter((one) => one.componentIds.includes(component.id));
  const needs = needNames(evidence, component.id);
  const rule = ruleOf(component);
  return {
    id: component.id,
    name: component.name,
    status: statusNow(evidence, component, now),
    isOurs: component.origin === "console",
    notes: [
      component.hidden_at === null ? null : "hidden from readers",
      monitors.length === 0 ? "no monitor: its status is set by hand" : count(monitors.length, "monitor"),
      rule.kind === "any" ? null : ruleWords(rule, monitors.length),
      needs.length === 0 ? null : `needs ${needs.join(", ")}`,
      component.origin === "config" ? "from status.yaml" : null,
    ]
      .filter((one) => one !== null)
      .join(" · "),
  };
}

/** The names of what a component needs now. */
function needNames(evidence: Evidence, componentId: string): string[] {
  return evidence.needs
    .filter((need) => need.component_id === componentId && need.ended_at === null)
    .flatMap((need) => evidence.components.find((one) => one.id === need.needs_id)?.name ?? []);
}

/** A rule in a few words. */
export function ruleWords(rule: AggregateRule, members: number): string {
  if (rule.kind === "any") return "every one is needed";
  if (rule.kind === "all") return "one is enough";
  return rule.kind === "quorum" ? `${Math.min(rule.needed, members)} of ${members} are needed` : "by weight";
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** Where a component stands now, to be said aloud: "Mail: 2 of 3 in Platform". */
export async function placeText(db: Database, id: string): Promise<string> {
  const [components, groups] = await Promise.all([listComponents(db), listGroups(db)]);
  const moved = components.find((one) => one.id === id);
  if (!moved) return "";
  const members = components.filter((one) => one.group_id === moved.group_id);
  const group = groups.find((one) => one.id === moved.group_id)?.name ?? "no group";
  return `${moved.name}: ${members.indexOf(moved) + 1} of ${members.length} in ${group}`;
}
