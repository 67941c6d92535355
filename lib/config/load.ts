import { existsSync } from "node:fs";
import { type Config, ConfigError } from "./environment.ts";
import { defaultStatusFile, readStatusFile, type StatusFile } from "./status-file.ts";

/**
 * What this installation watches: its configuration file, or the Redis at REDIS_URL when there is none.
 *
 * @throws {ConfigError} when the file is not usable, or was named and is not there.
 */
export function loadStatusFile(config: Config, env: Readonly<Record<string, string | undefined>>): StatusFile {
  const { path, required } = config.configFile;
  if (existsSync(path)) return readStatusFile(path, env);
  if (required) throw new ConfigError(`There is no file at ${path}, which PULSEPAGE_CONFIG names.`);
  return defaultStatusFile(config.redisUrl);
}
