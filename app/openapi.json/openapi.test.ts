import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { describeApi } from "#app/api/face/openapi/describe.ts";
import { STATUSPAGE_DOCUMENTS } from "#app/api/face/openapi/documents.ts";
import { OPERATIONS } from "#app/api/face/openapi/operations.ts";
import { ADMIN, api, ask, type Handler } from "#app/api/v1/test-api.ts";
import { openSqlite } from "#e2e/stores.ts";
import { statuspage } from "#lib/publish/statuspage/documents.ts";
import { NOW, PUBLIC_URL, tellStory } from "#lib/publish/test-page.ts";
import { readPublication } from "#lib/services/read-publication.ts";

type Spoken = Record<string, Record<string, { security?: unknown[]; responses: object; requestBody?: object }>>;

const described = () => JSON.parse(JSON.stringify(describeApi(PUBLIC_URL)));

/** Every route there is, as the folders say. */
function routesThereAre(): string[] {
  return globSync("app/api/v1/**/route.ts").flatMap((file) => {
    const path = dirname(file).slice("app".length).replaceAll("[", "{").replaceAll("]", "}");
    const methods = readFileSync(file, "utf8").matchAll(/^export (?:const|async function|function) ([A-Z]+)\b/gm);
    return [...methods].map(([, method]) => `${method} ${path}`);
  });
}

describe("The description of the API", () => {
  it("is valid OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(described());
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it("names every route of the management API, and none that is not there", () => {
    const spoken = Object.entries(described().paths as Spoken)
      .filter(([path]) => path.startsWith("/api/v1/"))
      .flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
    expect(spoken.sort()).toEqual(routesThereAre().sort());
  });

  it("names every public document that has a route", () => {
    const paths = Object.keys(described().paths);
    const routes = globSync("app/api/v2/**/route.ts").map((file) => dirname(file).slice("app".length));
    for (const route of routes) expect(paths).toContain(route.replace("[id]", "{id}.json"));
  });

  it("wants a token for the management API alone, and tells what is sent", () => {
    const { paths, servers } = described() as { paths: Spoken; servers: object[] };
    expect(servers).toEqual([{ url: PUBLIC_URL }]);
    expect(paths["/api/v1/incidents"]?.post).toMatchObject({
      security: [{ token: [] }],
      requestBody: { content: { "application/json": { schema: { required: ["title", "body"] } } } },
    });
    expect(paths["/api/v2/summary.json"]?.get?.security).toBeUndefined();
  });

  it("says of the Statuspage documents what they are", async () => {
    await using store = await openSqlite();
    const { openId, plannedId } = await tellStory(store.db);
    const told = { publication: await readPublication(store.db, NOW), publicUrl: PUBLIC_URL };
    const documents: Record<string, unknown> = {
      "/summary.json": statuspage.summary(told),
      "/status.json": statuspage.status(told),
      "/components.json": statuspage.components(told),
      "/incidents.json": statuspage.incidents(told),
      "/incidents/unresolved.json": statuspage.unresolvedIncidents(told),
      "/incidents/{id}.json": statuspage.incident(told, openId),
      "/scheduled-maintenances.json": statuspage.maintenances(told),
      "/scheduled-maintenances/upcoming.json": statuspage.upcomingMaintenances(told),
      "/scheduled-maintenances/active.json": statuspage.activeMaintenances(told),
      "/scheduled-maintenances/{id}.json": statuspage.maintenance(told, plannedId),
    };
    expect(Object.keys(documents)).toEqual(Object.keys(STATUSPAGE_DOCUMENTS));
    for (const [path, { schema }] of Object.entries(STATUSPAGE_DOCUMENTS)) {
      const read = schema.strict().safeParse(documents[path]);
      expect([path, read.error?.issues ?? []]).toEqual([path, []]);
    }
  });

  it("says of the management API's lists what they answer", async () => {
    await using store = await api(openSqlite);
    await tellStory(store.db, Date.now());
    const lists = OPERATIONS.filter(({ method, path }) => method === "get" && !path.includes("{"));
    expect(lists.length).toBeGreaterThan(6);
    for (const { path, handler, answer } of lists) {
      const { status, body } = await ask(handler as unknown as Handler, { method: "GET", token: ADMIN });
      expect([path, status, answer?.safeParse(body).error?.issues ?? []]).toEqual([path, 200, []]);
    }
  });
});
