import { parseArgs } from "node:util";
import { createToken, withdrawToken } from "#lib/access/tokens.ts";
import { isRole, ROLES } from "#lib/domain/actor.ts";
import { DAY } from "#lib/domain/instant.ts";
import { listTokens } from "#lib/store/tokens.ts";
import { BY_HAND, say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage token create --name NAME --role ${ROLES.join("|")} [--days N]
       pulsepage token list [--json]
       pulsepage token revoke ID`;

/** Makes an API token and prints it alone on standard output, this once; lists and revokes them. */
export async function token(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: "string" },
      role: { type: "string" },
      days: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const [verb, id] = positionals;
  const now = Date.now();
  if (verb === "list") return list(values.json === true);
  if (verb === "revoke" && id) {
    await withStore((db) => withdrawToken(db, BY_HAND, id, now));
    say(`Revoked: ${id}`);
    return 0;
  }
  const { name, role, days } = values;
  if (verb !== "create" || !name || !role || !isRole(role)) return wrongUsage(USAGE);
  if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days)) return wrongUsage(USAGE);
  const expiresAt = days === undefined ? null : now + Number(days) * DAY;
  say(await withStore((db) => createToken(db, BY_HAND, { name, role, expiresAt }, now)));
  return 0;
}

async function list(json: boolean): Promise<number> {
  const at = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());
  const rows = (await withStore(listTokens)).map((one) => ({
    id: one.id,
    name: one.name,
    role: one.role,
    prefix: one.prefix,
    expires_at: at(one.expires_at),
    last_used_at: at(one.last_used_at),
  }));
  if (json) say(JSON.stringify(rows));
  else
    for (const one of rows)
      say(`${one.id}  ${one.prefix}…  ${one.role}  ${one.name}  last used ${one.last_used_at ?? "never"}`);
  return 0;
}
