import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { createToken } from "#lib/access/tokens.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { readVersion } from "#lib/store/state-version.ts";
import * as component from "./components/[id]/route.ts";
import * as heartbeat from "./heartbeats/[key]/route.ts";
import * as incident from "./incidents/[id]/route.ts";
import * as incidentUpdate from "./incidents/[id]/updates/[update]/route.ts";
import * as updates from "./incidents/[id]/updates/route.ts";
import * as incidents from "./incidents/route.ts";
import * as maintenance from "./maintenances/[id]/route.ts";
import * as maintenances from "./maintenances/route.ts";
import * as subscriber from "./subscribers/[id]/route.ts";
import * as subscribers from "./subscribers/route.ts";
import { api, ask, type Handler, type Said, STORY } from "./test-api.ts";

onEachStore("the API", (open) => {
  it("posts, updates, resolves and lists an incident", async () => {
    await using _ = await api(open);
    const made = await ask(incidents.POST, { body: { ...STORY, expected_at: "2030-01-01T12:00:00+01:00" } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        title: "Jobs wait",
        status: "investigating",
        impact: "critical",
        components: { jobs: "major_outage" },
        expected_at: "2030-01-01T11:00:00.000Z",
      },
    });
    const params = { id: made.body.id as string };
    expect((await ask(updates.POST, { params, body: { body: "Found.", status: "identified" } })).status).toBe(201);
    expect((await ask(incident.PATCH, { method: "PATCH", params, body: { title: "Jobs are late" } })).body.title).toBe(
      "Jobs are late",
    );
    const done = await ask(updates.POST, { params, body: { body: "Done.", status: "resolved" } });
    expect(done.body.incident).toMatchObject({ status: "resolved", components: { jobs: "operational" } });
    expect((await ask(incident.GET, { method: "GET", params })).body.updates).toHaveLength(3);
    expect((await ask(incident.DELETE, { method: "DELETE", params })).status).toBe(204);
    expect((await ask(incident.GET, { method: "GET", params })).status).toBe(404);
  });

  it("takes back what nobody was told of, as if it had never been posted", async () => {
    await using _ = await api(open, { UNDO_SECONDS: "60" });
    const { id } = (await ask(incidents.POST, { body: STORY })).body;
    const before = (await ask(incident.GET, { method: "GET", params: { id } })).body;
    const added = await ask(updates.POST, { params: { id }, body: { body: "Done.", status: "resolved" } });
    const back = { method: "DELETE", params: { id, update: added.body.id as string } };
    expect((await ask(incidentUpdate.DELETE, back)).status).toBe(204);
    const after = (await ask(incident.GET, { method: "GET", params: { id } })).body;
    expect({ ...after, updated_at: before.updated_at, version: before.version }).toEqual(before);
    expect((await ask(incidentUpdate.DELETE, back)).status).toBe(404);
    const first = { method: "DELETE", params: { id, update: before.updates[0].id as string } };
    expect((await ask(incidentUpdate.DELETE, first)).status).toBe(204);
    expect((await ask(incident.GET, { method: "GET", params: { id } })).status).toBe(404);
    expect((await ask(incidents.GET, { method: "GET" })).body.items).toEqual([]);
  });

  it("says what is wrong with an input, field by field, and changes nothing", async () => {
    await using one = await api(open);
    const before = await readVersion(one.db);
    const bad: [object | string, number, string | null, Record<string, string>?][] = [
      ["no json", 400, null],
      ['{"__proto__": {}}', 400, null],
      ["x".repeat(70_000), 413, null],
      ["{}", 415, null, { "content-type": "text/plain" }],
      ["{}", 415, null, { "content-encoding": "gzip" }],
      [{ ...STORY, colour: "red" }, 422, ""],
      [{ ...STORY, title: "" }, 422, "title"],
      [{ ...STORY, title: "\u202e\u200b" }, 422, "title"],
      [{ ...STORY, title: "x".repeat(201) }, 422, "title"],
      [{ ...STORY, body: "  " }, 422, "body"],
      [{ ...STORY, status: "broken" }, 422, "status"],
      [{ ...STORY, components: { jobs: "red" } }, 422, "components.jobs"],
      [{ ...STORY, components: { nope: "major_outage" } }, 422, "components.nope"],
      [{ ...STORY, expected_at: "2030-01-01T12:00:00" }, 422, "expected_at"],
    ];
    for (const [input, status, path, headers] of bad) {
      const raw = typeof input === "string" ? input : JSON.stringify(input);
      const said = await ask(incidents.POST, { raw, ...(headers ? { headers } : {}) });
      expect([raw.slice(0, 60), said.status]).toEqual([raw.slice(0, 60), status]);
      expect(said.headers.get("content-type")).toContain("application/problem+json");
      if (path !== null) expect(said.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    }
    expect(await readVersion(one.db)).toBe(before);
  });

  it("answers a repeat with the first answer: ten at once make one incident", async () => {
    await using one = await api(open);
    const headers = { "idempotency-key": "once" };
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(incidents.POST, { body: STORY, headers })));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get("idempotency-replayed") === "true")).toHaveLength(9);
    expect(await one.db.selectFrom("incident").select("id").execute()).toHaveLength(1);
    expect((await ask(incidents.POST, { body: { ...STORY, title: "Other" }, headers })).status).toBe(422);
    // A refusal is no answer to keep: the same key may be used for the mended request.
    const mended = { "idempotency-key": "mended" };
    expect((await ask(incidents.POST, { body: { ...STORY, body: "" }, headers: mended })).status).toBe(422);
    expect((await ask(incidents.POST, { body: STORY, headers: mended })).status).toBe(201);
    // A key is its sender's own: another one's says nothing about it.
    const token = await createToken(one.db, SYSTEM, { name: "other", role: "publisher" }, Date.now());
    const others = await ask(incidents.POST, { body: STORY, headers, token });
    expect([others.status, others.headers.get("idempotency-replayed")]).toEqual([201, null]);
    expect(others.body.id).not.toBe(answers[0]?.body.id);
    for (const empty of [" ", "k".repeat(256)])
      expect((await ask(incidents.POST, { body: STORY, headers: { "idempotency-key": empty } })).status).toBe(400);
  });

  it("pages through a list without a gap or a double", async () => {
    await using _ = await api(open);
    for (let i = 0; i < 7; i += 1)
      await ask(incidents.POST, { body: { ...STORY, title: `Number ${i}`, components: {} } });
    const titles: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Said = await ask(incidents.GET, {
        method: "GET",
        query: `?limit=3${cursor ? `&cursor=${cursor}` : ""}`,
      });
      titles.push(...page.body.items.map((item: { title: string }) => item.title));
      cursor = page.body.next_cursor;
    }
    expect(titles.toSorted()).toEqual(Array.from({ length: 7 }, (_, i) => `Number ${i}`));
    for (const query of ["?limit=0", "?limit=many", "?cursor=%F0"])
      expect((await ask(incidents.GET, { method: "GET", query })).status).toBe(400);
  });

  it("keeps the configuration's components, hides webhook secrets, and takes heartbeats by their key", async () => {
    await using one = await api(open);
    const refused = await ask(component.PATCH, { method: "PATCH", params: { id: "jobs" }, body: { name: "Mine" } });
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining("status.yaml") } });
    const slack = await ask(subscribers.POST, {
      body: { channel: "slack", target: "https://hooks.slack.com/services/T0/B0/very-secret" },
    });
    expect(slack.status).toBe(201);
    expect(JSON.stringify([slack.body, (await ask(subscribers.GET, { method: "GET" })).body])).not.toContain(
      "very-secret",
    );
    const ended = { method: "DELETE", params: { id: slack.body.id as string } };
    expect((await ask(subscriber.DELETE, ended)).status).toBe(204);
    expect((await ask(subscribers.GET, { method: "GET" })).body.items).toMatchObject([{ state: "ended" }]);
    expect((await ask(heartbeat.POST as Handler, { token: null, params: { key: "nightly" } })).status).toBe(204);
    expect(await one.db.selectFrom("heartbeat").selectAll().execute()).toHaveLength(1);
    expect((await ask(heartbeat.POST as Handler, { token: null, params: { key: "nothing" } })).status).toBe(404);
  });

  it("plans work, and refuses what ends before it starts", async () => {
    await using _ = await api(open);
    const window = {
      title: "Move",
      body: "We move.",
      starts_at: "2030-01-01T00:00:00Z",
      ends_at: "2030-01-01T01:00:00Z",
      components: ["jobs"],
    };
    expect((await ask(maintenances.POST, { body: { ...window, ends_at: window.starts_at } })).body.errors[0].path).toBe(
      "ends_at",
    );
    const made = await ask(maintenances.POST, { body: window });
    expect(made).toMatchObject({ status: 201, body: { status: "scheduled", components: ["jobs"] } });
    const params = { id: made.body.id as string };
    expect((await ask(maintenance.PATCH, { method: "PATCH", params, body: { status: "cancelled" } })).body.status).toBe(
      "cancelled",
    );
    expect((await ask(maintenance.PATCH, { method: "PATCH", params, body: { status: "completed" } })).status).toBe(409);
  });

  it("ends work that has begun, once", async () => {
    await using _ = await api(open);
    const begun = { starts_at: new Date(Date.now() + 50).toISOString(), ends_at: "2099-01-01T00:00:00Z" };
    const made = await ask(maintenances.POST, { body: { title: "Move", body: "We move.", ...begun } });
    expect(made.status).toBe(201);
    const params = { id: made.body.id as string };
    while (Date.now() <= Date.parse(begun.starts_at)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await ask(maintenance.GET, { method: "GET", params })).body.status).toBe("in_progress");
    const completed = { method: "PATCH", params, body: { status: "completed" } };
    expect(await ask(maintenance.PATCH, completed)).toMatchObject({ status: 200, body: { status: "completed" } });
    expect((await ask(maintenance.PATCH, completed)).status).toBe(409);
    expect((await ask(maintenances.GET, { method: "GET" })).body.items).toMatchObject([{ status: "completed" }]);
  });
});
