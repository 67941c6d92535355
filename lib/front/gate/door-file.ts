import { chmod, mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describeThrown, type Log } from "#lib/log.ts";
import type { PageDoor } from "#lib/services/read-page-door.ts";

const schema = z.object({
  name: z.string(),
  isPrivate: z.boolean(),
  networks: z.array(z.string()),
  password: z.object({ hash: z.string(), generation: z.string() }).nullable(),
  links: z.array(z.object({ id: z.string(), expiresAt: z.number() })),
  domains: z.array(z.string()),
  languages: z.array(z.string()),
});

/** Who may read the page, on disk: a front that starts without its store must not open a private page. */
export class DoorFile {
  readonly #folder: string;
  readonly #log: Log;

  constructor(dataDir: string, log: Log) {
    this.#folder = dataDir;
    this.#log = log;
  }

  /** Written whole or not at all; a disk that does not take it is written of, and asked again at the next change. */
  async write(door: PageDoor): Promise<void> {
    const fresh = join(this.#folder, "door.next.json");
    try {
      await mkdir(this.#folder, { recursive: true });
      const target = await open(fresh, "w", 0o600);
      try {
        await target.writeFile(JSON.stringify(door));
        await target.sync();
      } finally {
        await target.close();
      }
      await chmod(fresh, 0o600);
      await rename(fresh, this.#path);
    } catch (error) {
      this.#log.warn({ err: describeThrown(error) }, "Who may read the page could not be kept on disk.");
    }
  }

  /** What was kept last; null when there is nothing that can be read. */
  async read(): Promise<PageDoor | null> {
    const text = await readFile(this.#path, "utf8").catch(() => null);
    if (text === null) return null;
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      this.#log.warn({ err: describeThrown(error) }, "door.json cannot be read.");
      return null;
    }
  }

  get #path(): string {
    return join(this.#folder, "door.json");
  }
}
