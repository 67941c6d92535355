import type { Rule } from "#lib/diagnosis/rule.ts";
import { ACCESS } from "./access.ts";
import { BACKUPS } from "./backups.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { CLUSTER } from "./cluster.ts";
import { CONNECTION } from "./connection.ts";
import { DRIFT } from "./drift.ts";
import { LOGS } from "./logs.ts";
import { QUEUES } from "./queues.ts";
import { REPLICATION_RULES } from "./replication.ts";
import { RESOURCES } from "./resources.ts";
import { SENTINEL } from "./sentinel.ts";
import { SERVICES } from "./services.ts";
import { SESSIONS } from "./sessions.ts";
import { STATE } from "./state.ts";

/** The one table of failure classes. */
export const RULES: readonly Rule[] = [
  ...CONNECTION,
  ...ACCESS,
  ...STATE,
  ...REPLICATION_RULES,
  ...SENTINEL,
  ...CLUSTER,
  ...RESOURCES,
  ...CAPABILITIES,
  ...SERVICES,
  ...BACKUPS,
  ...LOGS,
  ...DRIFT,
  ...QUEUES,
  ...SESSIONS,
];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id; undefined for a class the table does not know. */
export function ruleOf(id: string | null): Rule | undefined {
  return id === null ? undefined : byId.get(id);
}
