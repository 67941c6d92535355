import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { readConfig } from "#lib/config/environment.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { createLog } from "#lib/log.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import type { Database } from "#lib/store/database.ts";

export const ADMIN = "an-admin-token-of-at-least-32-characters";
const CONFIGURATION = `components: [{ slug: jobs, name: Jobs }]
monitors: [{ key: nightly, type: heartbeat, every: 60s, components: [jobs] }]`;

export type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** The API on a store of its own, as Next calls it. */
export async function api(
  open: () => Promise<{ db: Database } & AsyncDisposable>,
  env: Record<string, string> = {},
): Promise<{ db: Database } & AsyncDisposable> {
  const store = await open();
  const dataDir = mkdtempSync(join(tmpdir(), "pulsepage-api-"));
  const config = readConfig({ ADMIN_TOKEN: ADMIN, DATA_DIR: dataDir, SESSION_SECRET: "x".repeat(40), ...env });
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
export type Said = { status: number; body: any; headers: Headers };

export async function ask(
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
  expect(said).not.toMatch(/node_modules|\/work\/|\.tsx?\b|\n\s+at /);
  return { status: answer.status, body: said === "" ? null : JSON.parse(said), headers: answer.headers };
}

export const STORY = { title: "Jobs wait", body: "We are looking.", components: { jobs: "major_outage" } };
