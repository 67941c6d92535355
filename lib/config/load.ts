import { existsSync } from "node:fs";
import { type Config, ConfigError } from "./environment.ts";
import { defaultStatusFile, parseStatusFile, readStatusFile, type StatusFile } from "./status-file.ts";

/** Whether nobody has said what is watched: then it is the Redis at REDIS_URL, and the rest is the console's. */
export function isDefaultConfiguration(config: Config, applied: string | null): boolean {
  return applied === null && !config.configFile.required && !existsSync(config.configFile.path);
}

/**
 * What this installation watches: its configuration file; without one, what was applied to the store; without
 * that, the Redis at REDIS_URL.
 *
 * @param applied the text that was applied to the store; null when none was.
 * @throws {ConfigError} when the file is not usable, or was named and is not there.
 */
export function loadStatusFile(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
  applied: string | null,
): StatusFile {
  const { path, required } = config.configFile;
  if (existsSync(path)) return readStatusFile(path, env);
  if (required) throw new ConfigError(`There is no file at ${path}, which PULSEPAGE_CONFIG names.`);
  if (applied !== null) return parseStatusFile(applied, "the applied configuration", env);
  return defaultStatusFile(config.redisUrl);
}
