import { vi } from "vitest";
import { PUBLISHER } from "#e2e/audience.ts";
import { type Config, readConfig } from "#lib/config/environment.ts";
import { createLog } from "#lib/log.ts";
import { type Notify, startNotify } from "#lib/notify/deliver.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import type { Database } from "#lib/store/database.ts";

const SECRET = "s".repeat(32);

export type Running = Notify & AsyncDisposable;

export type More = { id?: string; aheadMs?: number; onError?: (text: string) => void };

/** A running worker that delivers; it ends with its scope. `onError` hears what it logs as errors. */
export function worker(db: Database, env: Record<string, string>, more: More = {}): Running {
  const { id = "w1", aheadMs = 0, onError = () => undefined } = more;
  const log = Object.assign(createLog("silent", "test"), { error: (_: object, text: string) => onError(text) });
  const notify = startNotify({ db, config: settings(env), log, clock: () => Date.now() + aheadMs, workerId: id });
  return { ...notify, [Symbol.asyncDispose]: () => notify.stop() };
}

/** The configuration that these variables make. */
export function settings(env: Record<string, string>): Config {
  return readConfig({ PUBLIC_URL: "https://status.example.com", SESSION_SECRET: SECRET, ...env });
}

/** Every message, in the order of the updates. */
export const outbox = (db: Database) => db.selectFrom("outbox").selectAll().orderBy("seq").execute();
export const states = async (db: Database) => (await outbox(db)).map((row) => row.state);

/** Posts an update that everyone is told of. */
export function update(db: Database, incidentId: string, status: "identified" | "monitoring" | "resolved") {
  const input = { incidentId, status, body: `It is ${status}.`, components: {}, notify: true };
  return postUpdate(db, PUBLISHER, input, Date.now());
}

/** Waits until the condition holds. */
export function until(condition: () => boolean | Promise<boolean>): Promise<unknown> {
  return vi.waitUntil(condition, { timeout: 20_000, interval: 10 });
}
