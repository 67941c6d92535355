import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import type { Rule } from "./rule.ts";
import { RULES } from "./rules/index.ts";

/** A template that comes with the product: it is copied, not changed. */
export type StarterTemplate = {
  id: string;
  kind: "incident";
  name: string;
  channel: null;
  status: IncidentStatus;
  title: string;
  body: string;
};

const STATE: Record<ImpactStatus, string> = {
  operational: "works again",
  degraded_performance: "degraded",
  partial_outage: "partially unavailable",
  major_outage: "unavailable",
};

const LATER = "Expected to be over: {{expected}}. We will post here as soon as we know more.";

/** For every cause that readers notice: what they notice, what is being done, what comes next. */
const OF_CAUSES: readonly StarterTemplate[] = RULES.flatMap((rule, i) => {
  if (rule.status === null || rule.noticed === "") return [];
  // Two kinds of queues have the same causes: to readers it is one.
  if (RULES.findIndex((one) => one.title === rule.title && one.noticed === rule.noticed) < i) return [];
  return [
    { ...common(`starter-${rule.id}`, nameOf(rule)), status: "identified" as const, ...wordsOf(rule, rule.status) },
  ];
});

const GENERAL: readonly StarterTemplate[] = [
  {
    ...common("starter-looking", "Something is wrong, cause not known"),
    status: "investigating",
    title: "{{components}}: we are looking into it",
    body: `Some of you notice that {{components}} does not work as usual. We are finding out why.\n\n${LATER}`,
  },
  {
    ...common("starter-watching", "A fix is in place"),
    status: "monitoring",
    title: "{{components}}: a fix is in place",
    body: "{{components}} works again. We are watching whether it stays so before we call this over.",
  },
  {
    ...common("starter-over", "It is over"),
    status: "resolved",
    title: "{{components}} works again",
    body: "This is over: {{components}} works as usual. Thank you for your patience. What happened, how long it took and whether data was affected: ",
  },
];

/** The set that every page begins with. */
export const STARTER_TEMPLATES: readonly StarterTemplate[] = [...GENERAL, ...OF_CAUSES];

function common(id: string, name: string) {
  return { id, kind: "incident", name, channel: null } as const;
}

/** "Out of memory: refuses writes". */
function nameOf({ title }: Rule): string {
  return `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`;
}

function wordsOf(rule: Rule, status: ImpactStatus): { title: string; body: string } {
  return {
    title: `{{components}} ${STATE[status]}`,
    body: `${rule.noticed} We know the cause and are working on it.\n\n${LATER}`,
  };
}
