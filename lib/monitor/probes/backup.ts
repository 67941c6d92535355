import type { MonitorSettings } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { BackupFiles } from "#lib/monitor/backups/backup-files.ts";
import { SavesOfRedis } from "#lib/monitor/backups/saves-of-redis.ts";
import { redisTarget } from "#lib/monitor/redis/target.ts";
import type { StartProbe } from "./probe.ts";
import { repeat } from "./repeat.ts";

type Settings = Extract<MonitorSettings, { type: "backup" }>;

/** Whether the newest backup, in a file or folder or as a save of a Redis, is young enough and of a likely size. */
export const startBackupProbe: StartProbe<Settings> = (settings, context, observe) => {
  const files = settings.path === undefined ? null : new BackupFiles(settings.path, context.memory.sizes);
  const saves =
    settings.url === undefined
      ? null
      : new SavesOfRedis(redisTarget(settings.url, settings.tls), `status-${settings.key}`);
  const repeating = repeat(
    settings.every,
    async () => {
      const at = context.clock();
      const found = (await (files ?? saves)?.look(at)) ?? null;
      return {
        ...judged(found, settings, at),
        at,
        // A backup does not come and go: what was read is certain.
        confirmed: true,
        latencyMs: null,
        ...(files ? { memory: { sizes: files.remembered() } } : {}),
      } satisfies Observation;
    },
    observe,
  );
  return {
    async stop() {
      await repeating.stop();
      saves?.stop();
    },
  };
};

/** Nothing found (null) is nothing known. */
function judged(found: Facts | null, settings: Settings, at: Instant) {
  if (!found) return { status: null, cause: null, facts: {} };
  const facts: Facts = {
    backup_promise_s: Math.round(settings.promise / SECOND),
    ...(settings.min_bytes === undefined ? {} : { backup_min_bytes: settings.min_bytes }),
    ...found,
  };
  return { ...judgeFacts(facts, at), facts };
}
