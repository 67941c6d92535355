import { usualBytes } from "#lib/domain/backup.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { type BackupFile, listBackups } from "./newest-backup.ts";

const SIZES_KEPT = 10;
/** What was written to within this is still being written, unless nothing else is there. */
const SETTLED_AFTER_MS = MINUTE;

type Size = { at: Instant; bytes: number };

/** Looks at the backups in one place, and remembers how large they were. */
export class BackupFiles {
  readonly #path: string;
  #sizes: Size[];

  constructor(path: string, remembered: string | number | undefined) {
    this.#path = path;
    this.#sizes = readSizes(remembered);
  }

  async look(now: Instant): Promise<Facts> {
    const found = await newest(this.#path, now);
    if (!("at" in found)) return { path: this.#path, ...found };
    const { at, bytes, name } = found;
    // One that is still growing is measured anew.
    this.#sizes = [...this.#sizes.filter((one) => one.at !== at), { at, bytes }]
      .sort((a, b) => a.at - b.at)
      .slice(-SIZES_KEPT);
    const usual = usualBytes(this.#sizes.map((one) => one.bytes));
    return {
      path: this.#path,
      newest: name,
      backup_age_s: Math.max(0, Math.round((now - at) / SECOND)),
      backup_bytes: bytes,
      ...(usual === null ? {} : { backup_usual_bytes: usual }),
    };
  }

  /** What it wants to be given again after a restart. */
  remembered(): string {
    return this.#sizes.map((one) => `${one.at}:${one.bytes}`).join(",");
  }
}

async function newest(path: string, now: Instant): Promise<BackupFile | { failure: string; code: string }> {
  try {
    const files = await listBackups(path);
    const file = files.find((one) => now - one.at >= SETTLED_AFTER_MS) ?? files[0];
    return file ?? { failure: "backup.missing", code: "EMPTY" };
  } catch (error) {
    return { failure: "backup.missing", code: String((error as NodeJS.ErrnoException).code ?? "UNREADABLE") };
  }
}

function readSizes(kept: string | number | undefined): Size[] {
  return String(kept ?? "")
    .split(",")
    .flatMap((entry) => {
      const [at, bytes] = entry.split(":").map(Number);
      return Number.isFinite(at) && Number.isFinite(bytes) ? [{ at: at as number, bytes: bytes as number }] : [];
    });
}
