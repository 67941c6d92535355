import type { MonitorSettings } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { usualBytes } from "#lib/domain/backup.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { type BackupFile, listBackups } from "#lib/monitor/backups/newest-backup.ts";
import type { StartProbe } from "./probe.ts";
import { repeat } from "./repeat.ts";

type Settings = Extract<MonitorSettings, { type: "backup" }>;

const SIZES_KEPT = 10;
/** A file that was written to within this is still being written, unless it is the only one. */
const SETTLED_AFTER_MS = MINUTE;

/** Whether the newest backup in a file or folder is young enough and of a likely size. */
export const startBackupProbe: StartProbe<Settings> = (settings, context, observe) => {
  let sizes = readSizes(context.memory.sizes);
  return repeat(
    settings.every,
    async () => {
      const at = context.clock();
      const found = await newest(settings.path, at);
      if ("at" in found) sizes = withSize(sizes, found);
      const facts: Facts = {
        path: settings.path,
        ...limits(settings),
        ...("at" in found ? measured(found, sizes, at) : found),
      };
      return {
        at,
        ...judgeFacts(facts, at),
        // A file does not come and go: what was read is certain.
        confirmed: true,
        latencyMs: null,
        facts,
        memory: { sizes: sizes.map((one) => `${one.at}:${one.bytes}`).join(",") },
      } satisfies Observation;
    },
    observe,
  );
};

async function newest(path: string, now: Instant): Promise<BackupFile | { failure: string; code: string }> {
  try {
    const files = await listBackups(path);
    const file = files.find((one) => now - one.at >= SETTLED_AFTER_MS) ?? files[0];
    return file ?? { failure: "backup.missing", code: "EMPTY" };
  } catch (error) {
    return { failure: "backup.missing", code: String((error as NodeJS.ErrnoException).code ?? "UNREADABLE") };
  }
}

function limits(settings: Settings): Facts {
  return {
    backup_promise_s: Math.round(settings.promise / SECOND),
    ...(settings.min_bytes === undefined ? {} : { backup_min_bytes: settings.min_bytes }),
  };
}

type Size = { at: Instant; bytes: number };

function measured(file: BackupFile, sizes: readonly Size[], now: Instant): Facts {
  const usual = usualBytes(sizes.map((one) => one.bytes));
  return {
    newest: file.name,
    backup_age_s: Math.max(0, Math.round((now - file.at) / SECOND)),
    backup_bytes: file.bytes,
    ...(usual === null ? {} : { backup_usual_bytes: usual }),
  };
}

/** The sizes of the latest backups, oldest first; one that is still growing is measured anew. */
function withSize(sizes: readonly Size[], { at, bytes }: BackupFile): Size[] {
  const others = sizes.filter((one) => one.at !== at);
  return [...others, { at, bytes }].sort((a, b) => a.at - b.at).slice(-SIZES_KEPT);
}

function readSizes(kept: string | number | undefined): Size[] {
  return String(kept ?? "")
    .split(",")
    .flatMap((entry) => {
      const [at, bytes] = entry.split(":").map(Number);
      return at !== undefined && bytes !== undefined && Number.isFinite(at) && Number.isFinite(bytes)
        ? [{ at, bytes }]
        : [];
    });
}
