import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { type MonitorSettings, statusFileSchema, withEnvironment } from "./status-file.ts";

/** The kinds of monitors that operators make in the console; the others name files or other monitors, and stand in status.yaml. */
export const CONSOLE_KINDS = ["redis", "sentinel", "cluster", "http", "tcp", "heartbeat"] as const;
export type ConsoleKind = (typeof CONSOLE_KINDS)[number];

/** Settings that name files of the host: only who writes status.yaml may. */
const OF_HOST = ["log_file", "tls"];

/** A monitor's settings as status.yaml would have them, without its components; `${NAME}` stands for the environment's. */
export type GivenSettings = { type: ConsoleKind } & Record<string, unknown>;
export type GivenMonitor = { key: string; name: string } & GivenSettings;
const given = z.looseObject({ key: z.string(), name: z.string(), type: z.enum(CONSOLE_KINDS) });

/**
 * A monitor that was made in the console as the worker runs it.
 *
 * @throws {DomainError} `invalid`, naming the setting and what was expected; never a value.
 */
export function monitorSettings(
  monitor: GivenMonitor,
  components: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): MonitorSettings {
  const forbidden = OF_HOST.find((name) => name in monitor);
  if (forbidden !== undefined) throw wrong(forbidden, "names a file of the host: write this monitor into status.yaml");
  const missing: string[] = [];
  const slugs = components.length === 0 ? ["none"] : components;
  const parsed = statusFileSchema.safeParse({
    components: slugs.map((slug) => ({ slug, name: slug })),
    monitors: [withEnvironment({ ...monitor, components: slugs }, env, missing)],
  });
  if (missing.length > 0) throw wrong("address", `needs ${missing.join(", ")}, which the environment does not have`);
  const settings = parsed.data?.monitors[0];
  if (settings) return settings;
  const issue = parsed.error?.issues[0];
  throw wrong(String(issue?.path[2] ?? issue?.path[1] ?? "settings"), issue?.message ?? "is not usable");
}

/** What was kept of a monitor. @throws when it is not what we keep. */
export function parseGivenMonitor(text: string): GivenMonitor {
  return given.parse(JSON.parse(text));
}

function wrong(setting: string, message: string): DomainError {
  return new DomainError("invalid", `The setting ${setting} ${message}.`, { fields: [{ path: setting, message }] });
}
