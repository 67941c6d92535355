import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "#lib/config/environment.ts";
import { startTestFront, type TestFront } from "#lib/front/test-front.ts";
import type { TestWeb } from "#lib/front/test-web.ts";
import { createLog } from "#lib/log.ts";
import { PUBLIC_URL } from "#lib/publish/test-page.ts";
import type { Database } from "#lib/store/database.ts";
import { readVersion } from "#lib/store/state-version.ts";

type Store = { db: Database } & AsyncDisposable;
/** Next has none where the address has none. */
type Params = Record<string, string | string[]> | undefined;
type Handler = (request: Request, context: { params: Promise<Params> }) => Promise<Response> | Response;

/** A real front before the real route handlers of `app/`, on a store of its own: what clients meet, without Next between. */
export async function startDocuments(
  onEnd: (end: () => Promise<void>) => void,
  open: () => Promise<Store>,
): Promise<TestFront & { db: Database }> {
  const store = await open();
  const dataDir = mkdtempSync(join(tmpdir(), "pulsepage-documents-"));
  const config = readConfig({ PUBLIC_URL, DATA_DIR: dataDir, SESSION_SECRET: "x".repeat(40) });
  const slot = Symbol.for("pulsepage.runtime");
  const holder = globalThis as { [slot]?: unknown };
  const before = holder[slot];
  holder[slot] = { config, db: store.db, log: createLog("silent", "test") };
  onEnd(async () => {
    holder[slot] = before;
    rmSync(dataDir, { recursive: true, force: true });
    await store[Symbol.asyncDispose]();
  });
  const front = await startTestFront(onEnd, { publicUrl: PUBLIC_URL, version: { read: () => readVersion(store.db) } });
  front.web.answer = answerByRoutes;
  return { ...front, db: store.db };
}

const answerByRoutes: TestWeb["answer"] = async (heard, response) => {
  const url = new URL(heard.url, PUBLIC_URL);
  const route = routeOf(url.pathname);
  if (!route) return void response.writeHead(404, { "content-type": "text/html" }).end("<p>No route.</p></html>");
  const module = (await import(/* @vite-ignore */ route.file)) as Record<string, Handler>;
  const handler = module[heard.method];
  if (!handler) return void response.writeHead(405).end();
  const headers = Object.fromEntries(Object.entries(heard.headers).map(([name, value]) => [name, String(value)]));
  const hasBody = heard.method !== "GET" && heard.method !== "OPTIONS";
  const request = new Request(url, { method: heard.method, headers, ...(hasBody ? { body: heard.body } : {}) });
  const answer = await handler(request, { params: Promise.resolve(route.params) });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
};

const TWINS = "/api/pages/";

/** The route of an address, as Next finds it: by its folders, then by the last one with a name in brackets. */
function routeOf(path: string): { file: string; params: Params } | null {
  if (path.startsWith(TWINS)) {
    const names = path.slice(TWINS.length).split("/");
    return { file: join(import.meta.dirname, "api/pages/[...path]/route.ts"), params: { path: names } };
  }
  const file = (folder: string) => join(import.meta.dirname, folder, "route.ts");
  const slash = path.lastIndexOf("/");
  const found = [path, `/(public)${path}`].map(file).find(existsSync);
  if (found) return { file: found, params: undefined };
  const named = file(`${path.slice(0, slash)}/[id]`);
  return existsSync(named) ? { file: named, params: { id: path.slice(slash + 1) } } : null;
}
