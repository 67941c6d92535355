import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { problem } from "./answers.ts";
import { STATUSPAGE_DOCUMENTS } from "./documents.ts";
import { OPERATIONS, type Operation } from "./operations.ts";

const JSON_TEXT = "application/json";
const refusal = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problem } },
});
const REFUSALS = {
  "401": refusal("No token, or one that is not valid."),
  "403": refusal("The token's role does not suffice."),
  "429": refusal("Too many requests; Retry-After says how long to wait."),
};
const key = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .meta({ description: "A repeat with the same key gets the first answer." });

/** The whole public and management API as OpenAPI 3.1. */
export function describeApi(publicUrl: string): object {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Pulsepage",
      version: "1",
      description:
        "The public documents need no token and may be read by scripts of any page. The management API needs a token: `pulsepage token create --name NAME --role ROLE`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: publicUrl }],
    security: [],
    tags: [
      { name: "Public", description: "What everybody may read; shapes of Statuspage's API v2." },
      { name: "Management", description: "For operators and their programs." },
    ],
    paths: { ...statuspagePaths(), ...feedPaths(), ...managementPaths() },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  });
}

function statuspagePaths(): ZodOpenApiPathsObject {
  const entries = Object.entries(STATUSPAGE_DOCUMENTS).map(([path, { summary, schema }]) => {
    const operation = open(summary, JSON_TEXT, schema);
    const id = z.object({ id: z.string() });
    return [
      `/api/v2${path}`,
      { get: path.includes("{id}") ? { ...operation, requestParams: { path: id } } : operation },
    ];
  });
  return { ...Object.fromEntries(entries), "/api/v2/subscribers.json": { post: subscribing() } };
}

const FEEDS: readonly [path: string, mediaType: string, summary: string][] = [
  ["/history.rss", "application/rss+xml", "Incidents and planned work as RSS"],
  ["/history.atom", "application/atom+xml", "The same as Atom"],
  ["/feed.json", "application/feed+json", "The same as JSON Feed"],
  ["/maintenance.ics", "text/calendar", "Planned work as a calendar"],
  ["/badge.svg", "image/svg+xml", "The state as a picture"],
  ["/badge.json", JSON_TEXT, "The state for shields.io"],
];

function feedPaths(): ZodOpenApiPathsObject {
  const query = z.object({
    component: z.string().optional().meta({ description: "The slug or id of one component." }),
  });
  return Object.fromEntries(
    FEEDS.map(([path, mediaType, summary]) => {
      const schema = mediaType.endsWith("json") ? z.looseObject({}) : z.string();
      return [path, { get: { ...open(summary, mediaType, schema), requestParams: { query } } }];
    }),
  );
}

function open(summary: string, mediaType: string, schema: z.ZodType): ZodOpenApiOperationObject {
  return {
    summary,
    tags: ["Public"],
    responses: {
      "200": { description: summary, content: { [mediaType]: { schema } } },
      "304": { description: "As it was when its ETag was given." },
      "404": { description: "There is none.", content: { [JSON_TEXT]: { schema: z.object({ error: z.string() }) } } },
    },
  };
}

function subscribing(): ZodOpenApiOperationObject {
  const wish = z.looseObject({
    subscriber: z.looseObject({
      email: z.string().optional(),
      endpoint: z.string().optional(),
      component_ids: z.array(z.string()).optional(),
    }),
  });
  const error = z.object({ error: z.string() });
  return {
    summary: "Subscribe; whoever it is has to confirm",
    tags: ["Public"],
    requestBody: { content: { [JSON_TEXT]: { schema: wish } } },
    responses: {
      "201": {
        description: "Taken, whether or not it was known.",
        content: { [JSON_TEXT]: { schema: z.looseObject({}) } },
      },
      "422": { description: "Not usable.", content: { [JSON_TEXT]: { schema: error } } },
      "429": { description: "Asked too often.", content: { [JSON_TEXT]: { schema: error } } },
    },
  };
}

function managementPaths(): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const one of OPERATIONS) {
    const path = `/api/v1${one.path}`;
    paths[path] = { ...paths[path], [one.method]: operationOf(one) };
  }
  return { ...paths, "/api/v1/heartbeats/{key}": { post: heartbeat() } } as ZodOpenApiPathsObject;
}

function operationOf({ method, path, summary, handler, status, answer, query }: Operation): ZodOpenApiOperationObject {
  const { role, input } = handler.described;
  const names = path.includes("{id}") ? { path: z.object({ id: z.string() }) } : {};
  const repeat = method === "get" ? {} : { header: z.object({ "Idempotency-Key": key }) };
  return {
    summary,
    description: `Needs the role ${role}.`,
    tags: ["Management"],
    security: [{ token: [] }],
    requestParams: { ...names, ...(query ? { query } : {}), ...repeat },
    ...(input ? { requestBody: { required: true, content: { [JSON_TEXT]: { schema: input } } } } : {}),
    responses: {
      [String(status)]: { description: summary, ...(answer ? { content: { [JSON_TEXT]: { schema: answer } } } : {}) },
      ...REFUSALS,
      ...(path.includes("{id}") ? { "404": refusal("There is none of that id.") } : {}),
      ...(input ? { "422": refusal("What was sent is not valid; errors says where.") } : {}),
    },
  };
}

function heartbeat(): ZodOpenApiOperationObject {
  return {
    summary: "Report that something ran; the key is the permission",
    tags: ["Management"],
    requestParams: { path: z.object({ key: z.string() }) },
    responses: { "204": { description: "Noted." }, "404": refusal("There is no such heartbeat.") },
  };
}
