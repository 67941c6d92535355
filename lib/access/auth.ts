import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import type { Config } from "#lib/config/environment.ts";
import { DAY, HOUR, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { type Database, engineOf } from "#lib/store/database.ts";
import { inExclusiveTransaction } from "#lib/store/exclusive.ts";

/** What signing in works with; a runtime is one. */
export type Access = { config: Pick<Config, "publicUrl" | "sessionSecret">; db: Database; log: Log };

/** A session nobody uses ends after this long. */
export const IDLE_MS = 12 * HOUR;
/** A session ends after this long whatever happens. */
export const LONGEST_MS = 7 * DAY;
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

const NOTED_EVERY_MS = 5 * MINUTE;
const MIGRATION_LOCK = 7_366_201;

type Auth = ReturnType<typeof createAuth>;

const known = new WeakMap<Database, Auth>();

/** better-auth over the store, made once for each connection. Its HTTP handler is mounted nowhere: only our own actions call it. */
export function authOf(access: Access): Auth {
  let auth = known.get(access.db);
  if (!auth) {
    auth = createAuth(access);
    known.set(access.db, auth);
  }
  return auth;
}

/** better-auth over `access.db` as it is: for one transaction. */
export function createAuth(access: Access) {
  return betterAuth(optionsOf(access));
}

/** The name of the cookie that holds a session. */
export function sessionCookieName(publicUrl: string): string {
  // Browsers keep `__Host-` cookies to exactly this host, but only over https.
  return publicUrl.startsWith("https:") ? "__Host-pulsepage" : "pulsepage";
}

/** Makes the tables of operators and sessions, or brings them up to date. Any number of processes may do so at once. */
export async function migrateAuth(db: Database): Promise<void> {
  await inExclusiveTransaction(db, MIGRATION_LOCK, async (tx) => {
    const { runMigrations } = await getMigrations(tablesIn(tx));
    await runMigrations();
  });
}

function optionsOf({ config, db, log }: Access) {
  return {
    ...tablesIn(db),
    appName: "Pulsepage",
    baseURL: config.publicUrl,
    secret: config.sessionSecret,
    telemetry: { enabled: false },
    // Our own limits stand before every call, in the store.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: sessionCookieName(config.publicUrl),
          attributes: { secure: config.publicUrl.startsWith("https:") },
        },
      },
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
    },
    logger: {
      level: "error" as const,
      log: (_level: unknown, message: string, ...more: unknown[]) => {
        const thrown = more.find((one) => one instanceof Error);
        log.error(thrown ? { err: describeThrown(thrown) } : {}, `Signing in: ${message}`);
      },
    },
  };
}

/** Where better-auth keeps what, beside our own tables. */
function tablesIn(db: Database) {
  return {
    database: { db, type: engineOf(db), transaction: false },
    user: {
      modelName: "auth_user",
      additionalFields: {
        role: { type: "string" as const, required: true, input: false, defaultValue: "viewer" },
        /** Kept out: neither signing in nor a session of theirs works. */
        disabled: { type: "boolean" as const, required: false, input: false, defaultValue: false },
      },
    },
    session: { modelName: "auth_session", expiresIn: IDLE_MS / SECOND, updateAge: NOTED_EVERY_MS / SECOND },
    account: { modelName: "auth_account" },
    verification: { modelName: "auth_verification" },
  };
}
