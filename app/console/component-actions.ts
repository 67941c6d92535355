"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { STRENGTHS } from "#lib/domain/dependency.ts";
import { ROLES } from "#lib/domain/role.ts";
import { COMPONENT_STATUSES } from "#lib/domain/status.ts";
import { attachMonitor, detachMonitor } from "#lib/services/attach-monitor.ts";
import { addNeed, removeNeed } from "#lib/services/change-needs.ts";
import { chooseRule } from "#lib/services/choose-rule.ts";
import { hideComponent } from "#lib/services/hide-component.ts";
import { placeComponent, stepComponent, stepGroup } from "#lib/services/order-components.ts";
import { restoreComponent } from "#lib/services/restore-component.ts";
import { addComponent, addGroup, changeComponent, removeComponent } from "#lib/services/write-component.ts";
import { chooseGroupRule, removeGroup, renameGroup } from "#lib/services/write-group.ts";
import { ruleFields, ruleIn } from "./component-input.ts";
import { placeText } from "./component-views.ts";
import { operatorAction } from "./guard.ts";

const id = z.string().max(100);
const name = z.string().trim().min(1, "Give it a name.").max(100, "At most 100 characters fit.");
const description = z.string().trim().max(500, "At most 500 characters fit.");
const status = z.enum(COMPONENT_STATUSES, "Choose a status.");
const by = z.enum(["up", "down"]).transform((word) => (word === "up" ? (-1 as const) : (1 as const)));
/** Nothing chosen stands for none. */
const orNone = id.transform((value) => (value === "" ? null : value));

export const addComponentAction = operatorAction(
  z.object({ name, description, group: orNone }),
  async (input, { runtime, actor, now }) => {
    const facts = { ...input, description: input.description || null, slug: undefined, status: "operational" as const };
    const made = await addComponent(runtime.db, actor, facts, now);
    redirect(`/console/components/${made}`);
  },
);

export const changeComponentAction = operatorAction(
  z.object({ component: id, name, description, group: orNone, status: status.optional() }),
  async ({ component, ...input }, { runtime, actor, now }) => {
    await changeComponent(runtime.db, actor, component, { ...input, description: input.description || null }, now);
    redirect(`/console/components/${component}?saved=1`);
  },
);

export const placeAction = operatorAction(
  z.object({ component: id, group: orNone, before: orNone }),
  async (input, { runtime, actor, now }) => {
    await placeComponent(runtime.db, actor, input, now);
    refresh();
    return { values: { moved: await placeText(runtime.db, input.component) } };
  },
);

export const stepAction = operatorAction(z.object({ component: id, by }), async (input, { runtime, actor, now }) => {
  await stepComponent(runtime.db, actor, input, now);
  refresh();
  return { values: { moved: await placeText(runtime.db, input.component) } };
});

export const stepGroupAction = operatorAction(z.object({ group: id, by }), async (input, { runtime, actor, now }) => {
  await stepGroup(runtime.db, actor, input, now);
  refresh();
});

export const ruleAction = operatorAction(
  z.object({ component: id, ...ruleFields }),
  async ({ component, ...fields }, { runtime, actor, now, values }) => {
    await chooseRule(runtime.db, actor, { component, rule: ruleIn(fields, values) }, now);
    redirect(`/console/components/${component}?saved=1#rule`);
  },
);

export const needAction = operatorAction(
  z.object({ component: id, needs: z.string().min(1, "Choose a component.").max(100), strength: z.enum(STRENGTHS) }),
  async (input, { runtime, actor, now }) => {
    await addNeed(runtime.db, actor, input, now);
    redirect(`/console/components/${input.component}#needed`);
  },
);

export const unneedAction = operatorAction(
  z.object({ component: id, needs: id }),
  async (input, { runtime, actor, now }) => {
    await removeNeed(runtime.db, actor, input, now);
    redirect(`/console/components/${input.component}#needed`);
  },
);

export const attachAction = operatorAction(
  z.object({
    component: id,
    monitor: z.string().min(1, "Choose a monitor.").max(100),
    role: z.union([z.enum(ROLES), z.literal("").transform(() => null)]),
  }),
  async (input, { runtime, actor, now }) => {
    await attachMonitor(runtime.db, actor, input, now);
    redirect(`/console/components/${input.component}#monitors`);
  },
);

export const detachAction = operatorAction(
  z.object({ component: id, monitor: id }),
  async (input, { runtime, actor, now }) => {
    await detachMonitor(runtime.db, actor, input, now);
    redirect(`/console/components/${input.component}#monitors`);
  },
);

export const hideAction = operatorAction(
  z.object({ component: id, hidden: z.enum(["yes", "no"]) }),
  async ({ component, hidden }, { runtime, actor, now }) => {
    await hideComponent(runtime.db, actor, { component, hidden: hidden === "yes" }, now);
    redirect(`/console/components/${component}`);
  },
);

export const retireAction = operatorAction(z.object({ component: id }), async (input, { runtime, actor, now }) => {
  await removeComponent(runtime.db, actor, input.component, now);
  redirect("/console/components");
});

export const restoreAction = operatorAction(z.object({ component: id }), async (input, { runtime, actor, now }) => {
  await restoreComponent(runtime.db, actor, input.component, now);
  redirect("/console/components");
});

export const addGroupAction = operatorAction(z.object({ name }), async (input, { runtime, actor, now }) => {
  await addGroup(runtime.db, actor, { name: input.name, slug: undefined }, now);
  redirect("/console/components");
});

export const renameGroupAction = operatorAction(
  z.object({ group: id, name }),
  async (input, { runtime, actor, now }) => {
    await renameGroup(runtime.db, actor, input, now);
    redirect("/console/components");
  },
);

export const groupRuleAction = operatorAction(
  z.object({ group: id, ...ruleFields }),
  async ({ group, ...fields }, { runtime, actor, now, values }) => {
    await chooseGroupRule(runtime.db, actor, { group, rule: ruleIn(fields, values) }, now);
    redirect("/console/components");
  },
);

export const removeGroupAction = operatorAction(z.object({ group: id }), async (input, { runtime, actor, now }) => {
  await removeGroup(runtime.db, actor, input.group, now);
  redirect("/console/components");
});
