import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "#lib/config/environment.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { prepareDataFolder } from "#lib/supervisor/data-folder.ts";
import { say, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = 'pulsepage emergency "TEXT" | --clear';

/** Puts words on top of every page through the front alone: neither store nor web is asked. */
export async function emergency(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { clear: { type: "boolean" } } });
  const { dataDir } = readConfig(process.env);
  const file = join(dataDir, "emergency.json");
  if (values.clear) {
    rmSync(file, { force: true });
    say("The words are off the page.");
    return 0;
  }
  const [text] = positionals;
  if (text === undefined) return wrongUsage(USAGE);
  prepareDataFolder(dataDir);
  writeFileSync(`${file}.next`, JSON.stringify({ text: cleanTitle(text), at: new Date().toISOString() }));
  renameSync(`${file}.next`, file);
  say("The words are on the page.");
  return 0;
}
