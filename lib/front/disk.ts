import { mkdirSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { makeCopy } from "./copy.ts";
import type { Entry } from "./page-memory.ts";

type Kept = {
  path: string;
  mode: Entry["mode"];
  version: number;
  drawnAt: number;
  type: string;
  now: string;
  lastConfirmed: string;
};

/** Keeps page memory on disk: written whole or not at all, and the generation before it beside it. */
export class PageDisk {
  readonly #dir: string;

  constructor(dataDir: string) {
    this.#dir = join(dataDir, "pages");
  }

  async write(entries: readonly Entry[]): Promise<void> {
    mkdirSync(this.#dir, { recursive: true });
    const kept: Kept[] = entries.map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      version: entry.version,
      drawnAt: entry.drawnAt,
      type: entry.now.type,
      now: entry.now.text,
      lastConfirmed: entry.lastConfirmed.text,
    }));
    const fresh = join(this.#dir, "next.json");
    const file = await open(fresh, "w", 0o640);
    try {
      await file.writeFile(JSON.stringify(kept));
      await file.sync();
    } finally {
      await file.close();
    }
    const current = join(this.#dir, "current.json");
    await rename(current, join(this.#dir, "previous.json")).catch(() => undefined);
    await rename(fresh, current);
    const folder = await open(this.#dir, "r");
    await folder.sync().finally(() => folder.close());
  }

  /** What was kept last; the generation before when the last is damaged; nothing when both are. */
  async read(isSecure: boolean): Promise<Entry[]> {
    for (const name of ["current.json", "previous.json"]) {
      try {
        const kept = JSON.parse(await readFile(join(this.#dir, name), "utf8")) as Kept[];
        return await Promise.all(kept.map((one) => revive(one, isSecure)));
      } catch {
        // Missing or damaged: the next older one may be whole.
      }
    }
    return [];
  }
}

async function revive(kept: Kept, isSecure: boolean): Promise<Entry> {
  const [now, lastConfirmed] = await Promise.all([
    makeCopy(kept.now, kept.type, isSecure),
    makeCopy(kept.lastConfirmed, kept.type, isSecure),
  ]);
  // Version -1: whatever the store says now is newer.
  return { path: kept.path, mode: kept.mode, now, lastConfirmed, version: -1, drawnAt: kept.drawnAt };
}
