import { readConfig } from "#lib/config/environment.ts";
import { startFront } from "#lib/front/main.ts";
import { createLog } from "#lib/log.ts";
import { metricsText } from "#lib/publish/metrics.ts";
import { readPageDoor } from "#lib/services/read-page-door.ts";
import { connectDatabase } from "#lib/store/database.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { startWorker } from "#lib/worker.ts";
import { instanceId } from "./data-folder.ts";
import { readiness } from "./readiness.ts";

/**
 * One process of the house, as the supervisor starts it: `run front` or `run worker`. Ends on SIGTERM.
 *
 * @param how `alone`: a front that asks nothing of the store, which cannot be used; opening it would make an empty one
 * where its file is missing.
 */
export async function runPart(part: string | undefined, how?: string): Promise<number> {
  if (part !== "front" && part !== "worker") return 2;
  const config = readConfig(process.env);
  const log = createLog(config.logLevel, part);
  const db = connectDatabase(config.databaseUrl);
  const ofStore = async <T>(read: () => Promise<T>): Promise<T> => {
    if (how === "alone") throw new Error("The store cannot be used.");
    return read();
  };
  const clock = () => Date.now();
  const webUrl = config.webUrl ?? "http://127.0.0.1:3001";
  const running =
    part === "worker"
      ? await startWorker({ config, db, log, clock }, instanceId(config.dataDir))
      : await startFront({
          port: config.port,
          host: config.host,
          publicUrl: config.publicUrl,
          webUrl,
          dataDir: config.dataDir,
          version: { read: () => ofStore(() => readVersion(db)) },
          door: () => ofStore(() => readPageDoor(db, clock())),
          secret: config.sessionSecret,
          ready: () => ofStore(() => readiness(db, webUrl)).catch(notReady),
          metrics: () => ofStore(() => metricsText(db, clock())),
          metricsToken: config.metricsToken,
          trustProxy: config.trustProxy,
          log,
          clock,
        });
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await running.stop();
  await db.destroy();
  return 0;
}

function notReady(): { ready: false; reasons: string[] } {
  return { ready: false, reasons: ["The store cannot be used."] };
}
