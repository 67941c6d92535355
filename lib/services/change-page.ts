import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PageAccess } from "#lib/domain/page-access.ts";
import { isTimeZone } from "#lib/domain/subscription.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { writePage } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { keepPassword } from "./page-password.ts";
import { type PageSettingsChange, writeSettings } from "./page-settings.ts";
import { pageOrDefault } from "./read-page.ts";

/** What is to change of the page; what is undefined stays, null is taken away. */
export type PageChange = Omit<PageSettingsChange, "access" | "password"> & {
  name?: string | undefined;
  timeZone?: string | undefined;
  /** `password`: a new one; null: none any more; undefined: the one before stays. */
  access?: (PageAccess & { password: string | null | undefined }) | undefined;
};

/** By the words of status.yaml. */
const KEYS: Readonly<Record<keyof PageChange, string>> = {
  name: "name",
  timeZone: "time_zone",
  theme: "theme",
  css: "css",
  logo: "logo",
  announcement: "announcement",
  domains: "domains",
  access: "access",
  language: "language",
  languages: "languages",
};

/**
 * Changes what the page is called, how it looks, what it announces and who may read it; shown at once.
 *
 * @throws {DomainError} `forbidden` below admin, or below publisher for an announcement; `invalid`; `conflict` when
 *   status.yaml says it.
 */
export async function changePage(db: Database, actor: Actor, change: PageChange, now: Instant): Promise<void> {
  const named = (Object.keys(KEYS) as (keyof PageChange)[]).filter((one) => change[one] !== undefined);
  requireRole(actor, named.every((one) => one === "announcement") ? "publisher" : "admin");
  const { name, timeZone, access, ...look } = change;
  const password = access?.password;
  // Hashing takes its time: not while others wait for the transaction.
  const kept = typeof password === "string" ? await keepPassword(password) : password;
  await inTransaction(db, async (tx) => {
    const page = await pageOrDefault(tx);
    requireUnowned(page.config_keys, named);
    if (timeZone !== undefined && !isTimeZone(timeZone)) throw wrong("time_zone", "There is no such time zone.");
    if (page.id === "") throw new DomainError("unavailable", "The page is being set up. Try again in a moment.");
    await writePage(tx, {
      ...page,
      name: name === undefined ? page.name : cleanTitle(name),
      time_zone: timeZone ?? page.time_zone,
      updated_at: now,
    });
    await writeSettings(
      tx,
      {
        ...look,
        access: access && { isPrivate: access.isPrivate, networks: access.networks },
        password: access === undefined ? undefined : kept,
      },
      now,
    );
    const detail = {
      changed: named.map((one) => KEYS[one]),
      ...(access ? { private: access.isPrivate, password: password === undefined ? "kept" : password && "new" } : {}),
    };
    await writeAudit(tx, { actor, action: "page.change", subject: "page", detail }, now);
    await bumpVersion(tx, now);
  });
}

function requireUnowned(configKeys: string, named: readonly (keyof PageChange)[]): void {
  const owned: string[] = JSON.parse(configKeys);
  const taken = named.map((one) => KEYS[one]).filter((key) => owned.includes(key));
  if (taken.length === 0) return;
  throw new DomainError("conflict", `status.yaml says what this is (page.${taken.join(", page.")}). Change it there.`);
}

function wrong(path: string, message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path, message }] });
}
