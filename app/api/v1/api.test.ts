import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { onEachStore, type TestStore } from "#e2e/stores.ts";
import { createToken } from "#lib/access/tokens.ts";
import { readConfig } from "#lib/config/environment.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { ROLES, type Role } from "#lib/domain/actor.ts";
import { createLog } from "#lib/log.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import type { Database } from "#lib/store/database.ts";
import { readVersion } from "#lib/store/state-version.ts";
import * as componentGroups from "./component-groups/route.ts";
import * as component from "./components/[id]/route.ts";
import * as components from "./components/route.ts";
import * as deliveries from "./deliveries/route.ts";
import * as heartbeat from "./heartbeats/[key]/route.ts";
import * as incident from "./incidents/[id]/route.ts";
import * as updates from "./incidents/[id]/updates/route.ts";
import * as incidents from "./incidents/route.ts";
import * as maintenance from "./maintenances/[id]/route.ts";
import * as maintenances from "./maintenances/route.ts";
import * as monitors from "./monitors/route.ts";
import * as subscribers from "./subscribers/route.ts";

const ADMIN = "an-admin-token-of-at-least-32-characters";
const CONFIGURATION = `components: [{ slug: jobs, name: Jobs }]
monitors: [{ key: nightly, type: heartbeat, every: 60s, components: [jobs] }]`;

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** The API on a store of its own, as Next calls it. */
async function api(open: () => Promise<TestStore>): Promise<{ db: Database } & AsyncDisposable> {
  const store = await open();
  const dataDir = mkdtempSync(join(tmpdir(), "pulsepage-api-"));
  const config = readConfig({ ADMIN_TOKEN: ADMIN, DATA_DIR: dataDir, SESSION_SECRET: "x".repeat(40) });
  const slot = Symbol.for("pulsepage.runtime");
  const holder = globalThis as { [slot]?: unknown };
  const before = holder[slot];
  holder[slot] = { config, db: store.db, log: createLog("error", "test") };
  await applyConfiguration(store.db, parseStatusFile(CONFIGURATION, "status.yaml", {}), 1);
  return {
    db: store.db,
    async [Symbol.asyncDispose]() {
      holder[slot] = before;
      rmSync(dataDir, { recursive: true, force: true });
      await store[Symbol.asyncDispose]();
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read field by field.
type Said = { status: number; body: any; headers: Headers };

async function ask(
  handler: Handler,
  options: {
    method?: string;
    body?: unknown;
    raw?: string;
    token?: string | null;
    params?: Record<string, string>;
    query?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<Said> {
  const { method = "POST", body, raw, token = ADMIN, params = {}, query = "", headers = {} } = options;
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(`http://localhost/api/v1/x${query}`, {
    method: text === undefined && method === "POST" ? "POST" : method,
    headers: {
      ...(text === undefined ? {} : { "content-type": "application/json" }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(text === undefined ? {} : { body: text }),
  });
  const answer = await handler(request, { params: Promise.resolve(params) });
  const said = await answer.text();
  expect(said).not.toMatch(/node_modules|\n\s+at /);
  return { status: answer.status, body: said === "" ? null : JSON.parse(said), headers: answer.headers };
}

const STORY = { title: "Jobs wait", body: "We are looking.", components: { jobs: "major_outage" } };

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

  it("lets each role do what it may and nothing else, and nobody without a token anything", async () => {
    await using one = await api(open);
    const tokens = Object.fromEntries(
      await Promise.all(
        ROLES.map(async (role) => [role, await createToken(one.db, { name: role, role }, Date.now())] as const),
      ),
    );
    const params = { id: "nowhere" };
    const moments = { starts_at: "2030-01-01T00:00:00Z", ends_at: "2030-01-01T01:00:00Z" };
    const routes: [string, Role, Handler, Parameters<typeof ask>[1]][] = [
      ["GET /incidents", "viewer", incidents.GET, { method: "GET" }],
      ["POST /incidents", "publisher", incidents.POST, { body: STORY }],
      ["GET /incidents/{id}", "viewer", incident.GET, { method: "GET", params }],
      ["PATCH /incidents/{id}", "publisher", incident.PATCH, { method: "PATCH", params, body: {} }],
      ["DELETE /incidents/{id}", "admin", incident.DELETE, { method: "DELETE", params }],
      ["POST /incidents/{id}/updates", "publisher", updates.POST, { params, body: { body: "x" } }],
      ["GET /components", "viewer", components.GET, { method: "GET" }],
      ["POST /components", "maintainer", components.POST, { body: { name: "API" } }],
      ["PATCH /components/{id}", "maintainer", component.PATCH, { method: "PATCH", params, body: {} }],
      ["DELETE /components/{id}", "maintainer", component.DELETE, { method: "DELETE", params }],
      ["GET /component-groups", "viewer", componentGroups.GET, { method: "GET" }],
      ["POST /component-groups", "maintainer", componentGroups.POST, { body: { name: "Group" } }],
      ["GET /monitors", "viewer", monitors.GET, { method: "GET" }],
      ["GET /subscribers", "maintainer", subscribers.GET, { method: "GET" }],
      ["POST /subscribers", "maintainer", subscribers.POST, { body: { channel: "email", target: "a@b.example" } }],
      ["GET /deliveries", "maintainer", deliveries.GET, { method: "GET" }],
      ["GET /maintenances", "viewer", maintenances.GET, { method: "GET" }],
      ["POST /maintenances", "publisher", maintenances.POST, { body: { title: "Work", body: "Planned.", ...moments } }],
      ["DELETE /maintenances/{id}", "publisher", maintenance.DELETE, { method: "DELETE", params }],
    ];
    for (const [name, least, handler, options] of routes) {
      for (const role of ROLES) {
        const { status } = await ask(handler, { ...options, token: tokens[role] as string });
        expect([name, role, status === 403]).toEqual([name, role, ROLES.indexOf(role) < ROLES.indexOf(least)]);
      }
      for (const token of [null, "pp_wrong", `${ADMIN}x`])
        expect([name, (await ask(handler, { ...options, token })).status]).toEqual([name, 401]);
    }
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
});
