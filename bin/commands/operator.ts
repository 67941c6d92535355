import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { migrateAuth } from "#lib/access/auth.ts";
import { createOperator } from "#lib/access/operators.ts";
import { readConfig } from "#lib/config/environment.ts";
import { isRole, ROLES } from "#lib/domain/actor.ts";
import { createLog } from "#lib/log.ts";
import { prepareDataFolder } from "#lib/supervisor/data-folder.ts";
import { say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage operator add --email ADDRESS --name NAME --role ${ROLES.join("|")} [--password-stdin]`;

/** Makes an operator. Without --password-stdin a password is made and printed, this once. */
export async function operator(args: string[]): Promise<number> {
  const options = {
    email: { type: "string" },
    name: { type: "string" },
    role: { type: "string" },
    "password-stdin": { type: "boolean" },
  } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const { email, name, role } = values;
  if (positionals[0] !== "add" || !email || !name || !role || !isRole(role)) return wrongUsage(USAGE);
  const isGiven = values["password-stdin"] === true;
  const password = isGiven ? (await text(process.stdin)).replace(/\r?\n$/, "") : randomBytes(15).toString("base64url");
  prepareDataFolder(readConfig(process.env).dataDir);
  await withStore(async (db) => {
    await migrateAuth(db);
    const config = readConfig(process.env);
    await createOperator(
      { config, db, log: createLog(config.logLevel, "command") },
      { email, name, role, password },
      Date.now(),
    );
  });
  say(isGiven ? `${email} can sign in now.` : `${email} can sign in now. Password: ${password}`);
  return 0;
}
