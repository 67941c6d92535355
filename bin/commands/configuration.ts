import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { Config } from "#lib/config/environment.ts";
import { parseStatusFile, statusFileSchema } from "#lib/config/status-file.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { type PlannedChange, planConfiguration } from "#lib/services/plan-configuration.ts";
import { writeAppliedConfiguration } from "#lib/store/configuration.ts";
import { inTransaction } from "#lib/store/database.ts";
import { BY_HAND, say, withStore, wrongUsage } from "./with-store.ts";

export const PLAN_USAGE = "pulsepage plan -f status.yaml [--json]";
export const APPLY_USAGE = "pulsepage apply -f status.yaml [--json]";
export const SCHEMA_USAGE = "pulsepage schema";

/** Says what a configuration would change, and changes nothing. */
export async function plan(args: string[]): Promise<number> {
  const given = read(args);
  if (given === null) return wrongUsage(PLAN_USAGE);
  const changes = await withStore((db) => planConfiguration(db, given.configuration, Date.now()));
  tell(changes, given.json, "Nothing would change.");
  return 0;
}

/** Brings a configuration into force; a running worker follows within seconds. */
export async function apply(args: string[]): Promise<number> {
  const given = read(args);
  if (given === null) return wrongUsage(APPLY_USAGE);
  const changes = await withStore(async (db, config) => {
    refuseBesideAFile(config, given.path);
    const now = Date.now();
    const planned = await planConfiguration(db, given.configuration, now);
    await inTransaction(db, async (tx) => {
      await applyConfiguration(tx, given.configuration, now);
      await writeAppliedConfiguration(tx, given.text, BY_HAND.name, now);
    });
    return planned;
  });
  tell(changes, given.json, "Nothing changed.");
  return 0;
}

/** Prints the JSON Schema of status.yaml, for editors. */
export async function schema(): Promise<number> {
  say(JSON.stringify(z.toJSONSchema(statusFileSchema, { io: "input", unrepresentable: "any" }), null, 2));
  return 0;
}

function read(args: string[]) {
  const options = { file: { type: "string", short: "f" }, json: { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  if (values.file === undefined) return null;
  const path = resolve(values.file);
  if (!existsSync(path)) throw new DomainError("invalid", `There is no file ${path}.`);
  const text = readFileSync(path, "utf8");
  return { path, text, json: values.json === true, configuration: parseStatusFile(text, values.file, process.env) };
}

/** A file that the worker reads would win over the store at its next look: the two must not disagree. */
function refuseBesideAFile(config: Config, path: string): void {
  const { path: own } = config.configFile;
  if (!existsSync(own) || own === path) return;
  throw new DomainError(
    "conflict",
    `This installation reads its configuration from ${own}. Change that file, or remove it to keep the configuration in the store.`,
  );
}

function tell(changes: readonly PlannedChange[], json: boolean, nothing: string): void {
  if (json) return say(JSON.stringify(changes));
  if (changes.length === 0) return say(nothing);
  const signs = { add: "+", change: "~", archive: "-" };
  for (const { what, key, change, fields } of changes) {
    say(`${signs[change]} ${what}${key === "" ? "" : ` ${key}`}`);
    for (const { field, before, after } of fields) say(`    ${field}: ${before} → ${after}`);
  }
}
