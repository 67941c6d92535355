import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { createToken } from "#lib/access/tokens.ts";
import { ROLES, type Role, SYSTEM } from "#lib/domain/actor.ts";
import * as componentGroups from "./component-groups/route.ts";
import * as correction from "./components/[id]/corrections/[correction]/route.ts";
import * as corrections from "./components/[id]/corrections/route.ts";
import * as component from "./components/[id]/route.ts";
import * as components from "./components/route.ts";
import * as retry from "./deliveries/[id]/retry/route.ts";
import * as deliveries from "./deliveries/route.ts";
import * as diagnoses from "./diagnoses/route.ts";
import * as postmortem from "./incidents/[id]/postmortem/route.ts";
import * as incident from "./incidents/[id]/route.ts";
import * as incidentUpdate from "./incidents/[id]/updates/[update]/route.ts";
import * as updates from "./incidents/[id]/updates/route.ts";
import * as incidents from "./incidents/route.ts";
import * as maintenance from "./maintenances/[id]/route.ts";
import * as maintenances from "./maintenances/route.ts";
import * as monitors from "./monitors/route.ts";
import * as subscriberLift from "./subscribers/[id]/lift/route.ts";
import * as subscriber from "./subscribers/[id]/route.ts";
import * as subscriberSecret from "./subscribers/[id]/secret/route.ts";
import * as subscriberTest from "./subscribers/[id]/test/route.ts";
import * as subscribers from "./subscribers/route.ts";
import * as template from "./templates/[id]/route.ts";
import * as templatePreview from "./templates/preview/route.ts";
import * as templates from "./templates/route.ts";
import { ADMIN, api, ask, type Handler, STORY } from "./test-api.ts";
import * as translations from "./translations/route.ts";

/** Every route there is, as the folders say; a heartbeat's key is its permission. */
function routesThereAre(): string[] {
  return globSync("app/api/v1/**/route.ts").flatMap((file) => {
    const path = dirname(file).slice("app/api/v1".length).replaceAll("[", "{").replaceAll("]", "}");
    const methods = readFileSync(file, "utf8").matchAll(/^export (?:const|async function) ([A-Z]+)\b/gm);
    return [...methods].map(([, method]) => `${method} ${path}`);
  });
}

onEachStore("the API's roles", (open) => {
  it("lets each role do what it may and nothing else, and nobody without a token anything", async () => {
    await using one = await api(open);
    const tokens = Object.fromEntries(
      await Promise.all(
        ROLES.map(async (role) => [role, await createToken(one.db, SYSTEM, { name: role, role }, Date.now())] as const),
      ),
    );
    const params = { id: "nowhere" };
    const WORDS = { kind: "incident", name: "Slow", title: "Slow", body: "It is slow." };
    const moments = { starts_at: "2030-01-01T00:00:00Z", ends_at: "2030-01-01T01:00:00Z" };
    const CORRECTION = {
      status: "operational",
      reason: "Wrong server.",
      started_at: "2020-01-01T00:00:00Z",
      ended_at: "2020-01-01T01:00:00Z",
    };
    const routes: [string, Role, Handler, Parameters<typeof ask>[1]][] = [
      ["GET /incidents", "viewer", incidents.GET, { method: "GET" }],
      ["POST /incidents", "publisher", incidents.POST, { body: STORY }],
      ["GET /incidents/{id}", "viewer", incident.GET, { method: "GET", params }],
      ["PATCH /incidents/{id}", "publisher", incident.PATCH, { method: "PATCH", params, body: {} }],
      ["DELETE /incidents/{id}", "admin", incident.DELETE, { method: "DELETE", params }],
      ["POST /incidents/{id}/updates", "publisher", updates.POST, { params, body: { body: "x" } }],
      [
        "PATCH /incidents/{id}/updates/{update}",
        "publisher",
        incidentUpdate.PATCH,
        { method: "PATCH", params, body: { body: "x" } },
      ],
      ["DELETE /incidents/{id}/updates/{update}", "publisher", incidentUpdate.DELETE, { method: "DELETE", params }],
      ["GET /incidents/{id}/postmortem", "viewer", postmortem.GET, { method: "GET", params }],
      ["PATCH /incidents/{id}/postmortem", "publisher", postmortem.PATCH, { method: "PATCH", params, body: {} }],
      ["GET /components/{id}/corrections", "viewer", corrections.GET, { method: "GET", params }],
      ["POST /components/{id}/corrections", "maintainer", corrections.POST, { params, body: CORRECTION }],
      [
        "DELETE /components/{id}/corrections/{correction}",
        "maintainer",
        correction.DELETE,
        { method: "DELETE", params },
      ],
      ["GET /components", "viewer", components.GET, { method: "GET" }],
      ["GET /components/{id}", "viewer", component.GET, { method: "GET", params }],
      ["POST /components", "maintainer", components.POST, { body: { name: "API" } }],
      ["PATCH /components/{id}", "maintainer", component.PATCH, { method: "PATCH", params, body: {} }],
      ["DELETE /components/{id}", "maintainer", component.DELETE, { method: "DELETE", params }],
      ["GET /component-groups", "viewer", componentGroups.GET, { method: "GET" }],
      ["POST /component-groups", "maintainer", componentGroups.POST, { body: { name: "Group" } }],
      ["GET /monitors", "viewer", monitors.GET, { method: "GET" }],
      ["GET /diagnoses", "viewer", diagnoses.GET, { method: "GET" }],
      ["GET /subscribers", "maintainer", subscribers.GET, { method: "GET" }],
      ["POST /subscribers", "maintainer", subscribers.POST, { body: { channel: "email", target: "a@b.example" } }],
      ["POST /subscribers/{id}/test", "maintainer", subscriberTest.POST, { params }],
      ["POST /subscribers/{id}/secret", "maintainer", subscriberSecret.POST, { params }],
      ["POST /subscribers/{id}/lift", "maintainer", subscriberLift.POST, { params }],
      ["DELETE /subscribers/{id}", "maintainer", subscriber.DELETE, { method: "DELETE", params }],
      ["GET /templates", "viewer", templates.GET, { method: "GET" }],
      ["POST /templates", "maintainer", templates.POST, { body: WORDS }],
      ["POST /templates/preview", "viewer", templatePreview.POST, { body: { title: "{{title}}", body: "{{body}}" } }],
      ["GET /templates/{id}", "viewer", template.GET, { method: "GET", params }],
      ["PATCH /templates/{id}", "maintainer", template.PATCH, { method: "PATCH", params, body: {} }],
      [
        "POST /translations",
        "publisher",
        translations.POST,
        { body: { language: "de", texts: { API: "Schnittstelle" } } },
      ],
      ["DELETE /templates/{id}", "maintainer", template.DELETE, { method: "DELETE", params }],
      ["POST /deliveries/{id}/retry", "maintainer", retry.POST, { params }],
      ["GET /deliveries", "maintainer", deliveries.GET, { method: "GET" }],
      ["GET /maintenances", "viewer", maintenances.GET, { method: "GET" }],
      ["GET /maintenances/{id}", "viewer", maintenance.GET, { method: "GET", params }],
      ["PATCH /maintenances/{id}", "publisher", maintenance.PATCH, { method: "PATCH", params, body: {} }],
      ["POST /maintenances", "publisher", maintenances.POST, { body: { title: "Work", body: "Planned.", ...moments } }],
      ["DELETE /maintenances/{id}", "publisher", maintenance.DELETE, { method: "DELETE", params }],
    ];
    expect([...routes.map(([name]) => name), "POST /heartbeats/{key}"].toSorted()).toEqual(routesThereAre().toSorted());
    for (const [name, least, handler, options] of routes) {
      for (const role of ROLES) {
        const { status } = await ask(handler, { ...options, token: tokens[role] as string });
        expect([name, role, status === 403]).toEqual([name, role, ROLES.indexOf(role) < ROLES.indexOf(least)]);
      }
      for (const token of [null, "pp_wrong", `${ADMIN}x`])
        expect([name, (await ask(handler, { ...options, token })).status]).toEqual([name, 401]);
    }
  });
});
