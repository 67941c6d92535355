import { parseArgs } from "node:util";
import { createToken } from "#lib/access/tokens.ts";
import { isRole, ROLES } from "#lib/domain/actor.ts";
import { say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage token create --name NAME --role ${ROLES.join("|")}`;

/** Makes an API token and prints it alone on standard output; it is shown this once. */
export async function token(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { name: { type: "string" }, role: { type: "string" } },
  });
  const { name, role } = values;
  if (positionals[0] !== "create" || !name || !role || !isRole(role)) return wrongUsage(USAGE);
  say(await withStore((db) => createToken(db, { name, role }, Date.now())));
  return 0;
}
