import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { createLog } from "#lib/log.ts";
import { type ChildPlan, runChildren } from "./children.ts";

const RETRY_MS = 5 * SECOND;

type Parts = { dataDir: string; logLevel: Parameters<typeof createLog>[0]; ended: Promise<void> };

/**
 * Does what a start has to do with the store. While the store cannot be used, an installation that has served pages
 * before goes on showing them as last confirmed: `front` runs alone, and the store is tried again every five seconds.
 *
 * @param front null: this start has none.
 * @returns what `prepare` made; null when the start was ended first.
 * @throws {ConfigError} of `prepare` when there are no pages to show.
 */
export async function prepareOrStandIn<T>(
  { dataDir, logLevel, ended }: Parts,
  front: ChildPlan | null,
  prepare: () => Promise<T>,
): Promise<{ made: T } | null> {
  const first = await tryTo(prepare);
  if ("made" in first) return first;
  if (front === null || !existsSync(join(dataDir, "pages"))) throw first.fault;
  process.stdout.write(
    `${first.fault.message}\nThe pages are shown as last confirmed, and nothing is watched, until it can be used. It is tried again every few seconds.\n`,
  );
  const log = createLog(logLevel, "supervisor");
  log.error({ reason: first.fault.message }, "The store cannot be used; the pages are shown as last confirmed.");
  const children = runChildren([{ ...front, args: [...front.args, "alone"] }], log);
  try {
    for (;;) {
      const isEnded = await Promise.race([ended.then(() => true), pause()]);
      if (isEnded) return null;
      const again = await tryTo(prepare);
      if ("made" in again) return again;
    }
  } finally {
    await children.stop();
  }
}

async function tryTo<T>(prepare: () => Promise<T>): Promise<{ made: T } | { fault: ConfigError }> {
  try {
    return { made: await prepare() };
  } catch (error) {
    if (error instanceof ConfigError) return { fault: error };
    throw error;
  }
}

function pause(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), RETRY_MS));
}
