import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { type Access, migrateAuth } from "#lib/access/auth.ts";
import { createOperator } from "#lib/access/operators.ts";
import { makeRescueCode } from "#lib/access/rescue.ts";
import { listTeam } from "#lib/access/team.ts";
import { readConfig } from "#lib/config/environment.ts";
import { isRole, ROLES } from "#lib/domain/actor.ts";
import { createLog } from "#lib/log.ts";
import { prepareDataFolder } from "#lib/supervisor/data-folder.ts";
import { say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage operator add --email ADDRESS --name NAME --role ${ROLES.join("|")} [--password-stdin]
       pulsepage operator rescue --email ADDRESS
       pulsepage operator list [--json]`;

/**
 * Makes an operator (without --password-stdin a password is made and printed, this once),
 * or a code by which one gets in who cannot sign in otherwise.
 */
export async function operator(args: string[]): Promise<number> {
  const options = {
    email: { type: "string" },
    name: { type: "string" },
    role: { type: "string" },
    "password-stdin": { type: "boolean" },
    json: { type: "boolean" },
  } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const { email, name, role } = values;
  if (positionals[0] === "list") return list(values.json === true);
  if (positionals[0] === "rescue" && email) return rescue(email);
  if (positionals[0] !== "add" || !email || !name || !role || !isRole(role)) return wrongUsage(USAGE);
  const isGiven = values["password-stdin"] === true;
  const password = isGiven ? (await text(process.stdin)).replace(/\r?\n$/, "") : randomBytes(15).toString("base64url");
  prepareDataFolder(readConfig(process.env).dataDir);
  await withAccess((access) => createOperator(access, { email, name, role, password }, Date.now()));
  say(isGiven ? `${email} can sign in now.` : `${email} can sign in now. Password: ${password}`);
  return 0;
}

async function rescue(email: string): Promise<number> {
  const code = await withAccess((access) => makeRescueCode(access, email, Date.now()));
  say(`Sign in as ${email} within 15 minutes with this code instead of the password:\n${code}`);
  return 0;
}

async function list(json: boolean): Promise<number> {
  const team = await withAccess(listTeam);
  if (json) say(JSON.stringify(team.map(({ isDisabled, ...one }) => ({ ...one, disabled: isDisabled }))));
  else for (const one of team) say(`${one.email}  ${one.role}${one.isDisabled ? "  kept out" : ""}  ${one.name}`);
  return 0;
}

function withAccess<T>(work: (access: Access) => Promise<T>): Promise<T> {
  return withStore(async (db, config) => {
    await migrateAuth(db);
    return work({ config, db, log: createLog(config.logLevel, "command") });
  });
}
