import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import * as componentGroups from "./component-groups/route.ts";
import * as component from "./components/[id]/route.ts";
import * as components from "./components/route.ts";
import * as retry from "./deliveries/[id]/retry/route.ts";
import * as deliveries from "./deliveries/route.ts";
import * as heartbeat from "./heartbeats/[key]/route.ts";
import * as incident from "./incidents/[id]/route.ts";
import * as updates from "./incidents/[id]/updates/route.ts";
import * as incidents from "./incidents/route.ts";
import * as maintenance from "./maintenances/[id]/route.ts";
import * as maintenances from "./maintenances/route.ts";
import * as subscriber from "./subscribers/[id]/route.ts";
import * as subscribers from "./subscribers/route.ts";
import { api, ask, type Handler, STORY } from "./test-api.ts";

// What a store or a formatter might choke on: each is refused or kept, and none is our fault.
const ODD = ["\0", "a\0b", "\ud800", "\u202e", "'; drop table incident; --", "%", "../..", "9".repeat(400), "💥"];

onEachStore("odd words", (open) => {
  it("in an address are a refusal", async () => {
    await using _ = await api(open);
    const handlers: [Handler, string, object?][] = [
      [incident.GET, "GET"],
      [incident.PATCH, "PATCH", { title: "x" }],
      [incident.DELETE, "DELETE"],
      [updates.POST, "POST", { body: "x" }],
      [component.GET, "GET"],
      [component.PATCH, "PATCH", { name: "x" }],
      [component.DELETE, "DELETE"],
      [maintenance.GET, "GET"],
      [maintenance.PATCH, "PATCH", { status: "cancelled" }],
      [maintenance.DELETE, "DELETE"],
      [subscriber.DELETE, "DELETE"],
      [retry.POST, "POST"],
      [heartbeat.POST as Handler, "POST"],
    ];
    for (const [handler, method, body] of handlers)
      for (const odd of ODD.slice(0, 4)) {
        const { status } = await ask(handler, { method, params: { id: odd, key: odd }, ...(body ? { body } : {}) });
        expect([odd, status, [404, 409, 422].includes(status)]).toEqual([odd, status, true]);
      }
  });

  it("in a query are a refusal or find nothing", async () => {
    await using _ = await api(open);
    const cursors = ["abc", "1", "1 2", "1 2 3", "x y", `${"9".repeat(30)} a`, ""].map((text) =>
      Buffer.from(text).toString("base64url"),
    );
    for (const handler of [incidents.GET, deliveries.GET, subscribers.GET])
      for (const cursor of cursors) {
        const { status } = await ask(handler, { method: "GET", query: `?cursor=${cursor}` });
        expect([cursor, [200, 400].includes(status)]).toEqual([cursor, true]);
      }
    for (const odd of ODD) {
      const { status } = await ask(deliveries.GET, {
        method: "GET",
        query: `?update_id=${encodeURIComponent(odd.toWellFormed())}`,
      });
      expect([odd, [200, 400, 422].includes(status)]).toEqual([odd, true]);
    }
  });

  it("in a body are refused with their field, or kept", async () => {
    await using _ = await api(open);
    const window = { starts_at: "2030-01-01T00:00:00Z", ends_at: "2030-01-01T01:00:00Z" };
    for (const odd of ODD.slice(0, 6)) {
      const asked: [Handler, object][] = [
        [incidents.POST, { ...STORY, title: odd }],
        [incidents.POST, { ...STORY, body: odd }],
        [incidents.POST, { ...STORY, components: { [odd]: "major_outage" } }],
        [incidents.POST, { ...STORY, expected_at: odd }],
        [components.POST, { name: odd }],
        [componentGroups.POST, { name: odd }],
        [maintenances.POST, { title: odd, body: odd, components: [odd], ...window }],
        [subscribers.POST, { channel: "email", target: `${odd}@b.example` }],
        [subscribers.POST, { channel: "email", target: "a@b.example", components: [odd] }],
      ];
      for (const [handler, body] of asked) {
        const { status } = await ask(handler, { body });
        expect([JSON.stringify(body), [201, 409, 422].includes(status)]).toEqual([JSON.stringify(body), true]);
      }
    }
  });
});
