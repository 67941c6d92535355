import { z } from "zod";
import type { Described } from "#app/api/face/handle.ts";
import * as groups from "#app/api/v1/component-groups/route.ts";
import * as correction from "#app/api/v1/components/[id]/corrections/[correction]/route.ts";
import * as corrections from "#app/api/v1/components/[id]/corrections/route.ts";
import * as component from "#app/api/v1/components/[id]/route.ts";
import * as components from "#app/api/v1/components/route.ts";
import * as retry from "#app/api/v1/deliveries/[id]/retry/route.ts";
import * as deliveries from "#app/api/v1/deliveries/route.ts";
import * as diagnoses from "#app/api/v1/diagnoses/route.ts";
import * as postmortem from "#app/api/v1/incidents/[id]/postmortem/route.ts";
import * as incident from "#app/api/v1/incidents/[id]/route.ts";
import * as update from "#app/api/v1/incidents/[id]/updates/[update]/route.ts";
import * as updates from "#app/api/v1/incidents/[id]/updates/route.ts";
import * as incidents from "#app/api/v1/incidents/route.ts";
import * as maintenance from "#app/api/v1/maintenances/[id]/route.ts";
import * as maintenances from "#app/api/v1/maintenances/route.ts";
import * as monitors from "#app/api/v1/monitors/route.ts";
import * as lift from "#app/api/v1/subscribers/[id]/lift/route.ts";
import * as subscriber from "#app/api/v1/subscribers/[id]/route.ts";
import * as secret from "#app/api/v1/subscribers/[id]/secret/route.ts";
import * as test from "#app/api/v1/subscribers/[id]/test/route.ts";
import * as subscribers from "#app/api/v1/subscribers/route.ts";
import * as template from "#app/api/v1/templates/[id]/route.ts";
import * as templatePreview from "#app/api/v1/templates/preview/route.ts";
import * as templates from "#app/api/v1/templates/route.ts";
import * as translations from "#app/api/v1/translations/route.ts";
import * as answers from "./answers.ts";

/** One thing the management API does. Role and input come from the handler itself: they cannot say otherwise. */
export type Operation = {
  method: "get" | "post" | "patch" | "delete";
  /** Below `/api/v1`. */
  path: string;
  summary: string;
  handler: { described: Described };
  status: 200 | 201 | 202 | 204;
  answer?: z.ZodType;
  query?: z.ZodObject;
};

const limit = z.coerce.number().int().min(1).max(200).optional();
const paged = z.object({
  limit,
  cursor: z.string().optional().meta({ description: "next_cursor of the page before." }),
});
const ofDelivery = paged.extend({
  update_id: z.string().optional(),
  state: z.enum(["queued", "sent", "failed", "suppressed"]).optional(),
});
const ofMonitor = z.object({ monitor: z.string().optional().meta({ description: "Its key or id." }) });
const queued = z.looseObject({ id: z.string(), state: z.literal("queued") });
const shownSecret = z.looseObject({ secret: z.string(), rotated: z.boolean() });

type Rest = Partial<Pick<Operation, "status" | "answer" | "query">>;
const of = (method: Operation["method"], path: string, handler: Operation["handler"], summary: string, rest: Rest) => {
  return { method, path, handler, summary, status: rest.answer ? 200 : 204, ...rest } satisfies Operation;
};

/** Everything the management API does; a test holds it against the folders of `app/api/v1`. */
export const OPERATIONS: readonly Operation[] = [
  of("get", "/incidents", incidents.GET, "Incidents, newest first", {
    query: paged,
    answer: answers.listOf(answers.incident),
  }),
  of("post", "/incidents", incidents.POST, "Post a new incident", { status: 201, answer: answers.incident }),
  of("get", "/incidents/{id}", incident.GET, "One incident with its updates", { answer: answers.incident }),
  of("patch", "/incidents/{id}", incident.PATCH, "Change title, impact or expected end", { answer: answers.incident }),
  of("delete", "/incidents/{id}", incident.DELETE, "Take an incident off the page", {}),
  of("post", "/incidents/{id}/updates", updates.POST, "Post an update", { status: 201, answer: answers.postedUpdate }),
  of("patch", "/incidents/{id}/updates/{update}", update.PATCH, "Change an update's words; the former stay readable", {
    answer: answers.incident,
  }),
  of("delete", "/incidents/{id}/updates/{update}", update.DELETE, "Take the newest back before anybody was told", {}),
  of("get", "/incidents/{id}/postmortem", postmortem.GET, "What an incident taught", { answer: answers.postmortem }),
  of("patch", "/incidents/{id}/postmortem", postmortem.PATCH, "Write, publish or take back the postmortem", {
    answer: answers.postmortem,
  }),
  of("get", "/maintenances", maintenances.GET, "Planned work", { answer: answers.listOf(answers.maintenance) }),
  of("post", "/maintenances", maintenances.POST, "Plan work", { status: 201, answer: answers.maintenance }),
  of("get", "/maintenances/{id}", maintenance.GET, "One window of planned work", { answer: answers.maintenance }),
  of(
    "patch",
    "/maintenances/{id}",
    maintenance.PATCH,
    "Reword, move, extend, begin, end or cancel it, or its whole series",
    {
      answer: answers.maintenance,
    },
  ),
  of("delete", "/maintenances/{id}", maintenance.DELETE, "Cancel planned work", {}),
  of("get", "/components", components.GET, "Components with their status", {
    answer: answers.listOf(answers.component),
  }),
  of("post", "/components", components.POST, "Add a component", { status: 201, answer: answers.component }),
  of("get", "/components/{id}", component.GET, "One component, by id or slug", { answer: answers.component }),
  of("patch", "/components/{id}", component.PATCH, "Change a component", { answer: answers.component }),
  of("delete", "/components/{id}", component.DELETE, "Archive a component; its history stays", {}),
  of("get", "/components/{id}/corrections", corrections.GET, "What was said afterwards of its past", {
    answer: answers.listOf(answers.correction),
  }),
  of("post", "/components/{id}/corrections", corrections.POST, "Correct its past, visibly", {
    status: 201,
    answer: answers.correction,
  }),
  of("delete", "/components/{id}/corrections/{correction}", correction.DELETE, "Withdraw a correction", {}),
  of("get", "/component-groups", groups.GET, "Groups of components", { answer: answers.listOf(answers.group) }),
  of("post", "/component-groups", groups.POST, "Add a group", { status: 201, answer: answers.group }),
  of("get", "/monitors", monitors.GET, "What is watched, and what it says", {
    answer: answers.listOf(answers.monitor),
  }),
  of("get", "/diagnoses", diagnoses.GET, "Every explanation of what is found now", {
    query: ofMonitor,
    answer: answers.listOf(answers.diagnosis),
  }),
  of("get", "/subscribers", subscribers.GET, "Who is told", {
    query: paged,
    answer: answers.listOf(answers.subscriber),
  }),
  of("post", "/subscribers", subscribers.POST, "Subscribe somebody", { status: 201, answer: answers.subscriber }),
  of("delete", "/subscribers/{id}", subscriber.DELETE, "End a subscription", {}),
  of("post", "/subscribers/{id}/test", test.POST, "Send a test message", {
    status: 202,
    answer: z.looseObject({ delivery_id: z.string() }),
  }),
  of("post", "/subscribers/{id}/secret", secret.POST, "Show a webhook's signing secret", { answer: shownSecret }),
  of("post", "/subscribers/{id}/lift", lift.POST, "Tell a quarantined subscriber again", {}),
  of("get", "/templates", templates.GET, "Templates of your own, then those that come with the product", {
    answer: answers.listOf(answers.template),
  }),
  of("post", "/templates", templates.POST, "Keep a template", { status: 201, answer: answers.template }),
  of("post", "/templates/preview", templatePreview.POST, "How the newest update would read in these words", {
    answer: z.looseObject({
      items: z.array(z.looseObject({ channel: z.string(), name: z.string(), text: z.string() })),
    }),
  }),
  of("get", "/templates/{id}", template.GET, "One template", { answer: answers.template }),
  of("patch", "/templates/{id}", template.PATCH, "Change a template", { answer: answers.template }),
  of("delete", "/templates/{id}", template.DELETE, "Remove a template", {}),
  of("post", "/translations", translations.POST, "Say what texts of the page are in another language", { status: 204 }),
  of("get", "/deliveries", deliveries.GET, "Messages and how they fared", {
    query: ofDelivery,
    answer: answers.listOf(answers.delivery),
  }),
  of("post", "/deliveries/{id}/retry", retry.POST, "Send a message again that was given up", {
    status: 202,
    answer: queued,
  }),
];
