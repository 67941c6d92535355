import type { Actor } from "#lib/domain/actor.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Access, authOf, LONGEST_MS } from "./auth.ts";
import { isKeptOut, operatorOf } from "./operators.ts";

/** A place where an operator is signed in. Holds no secret. */
export type SessionEntry = {
  id: string;
  /** Whether it is the one that asks. */
  current: boolean;
  startedAt: Instant;
  /** To within five minutes. */
  seenAt: Instant;
  userAgent: string;
  /** Empty when not known. */
  address: string;
};

/** The operator whose session these headers carry; null when there is none, or it has ended. */
export async function currentActor(access: Access, headers: Headers, now: Instant): Promise<Actor | null> {
  return (await liveSession(access, headers, now))?.actor ?? null;
}

/** Where the operator of this session is signed in, the latest first; empty when not signed in. */
export async function listSessions(access: Access, headers: Headers, now: Instant): Promise<SessionEntry[]> {
  const live = await liveSession(access, headers, now);
  if (!live) return [];
  const { internalAdapter } = await authOf(access).$context;
  const sessions = await internalAdapter.listSessions(live.actor.id, { onlyActiveSessions: true });
  return sessions
    .filter((session) => session.createdAt.getTime() + LONGEST_MS > now)
    .map((session) => ({
      id: session.id,
      current: session.token === live.token,
      startedAt: session.createdAt.getTime(),
      seenAt: session.updatedAt.getTime(),
      userAgent: session.userAgent ?? "",
      address: session.ipAddress ?? "",
    }))
    .sort((a, b) => b.seenAt - a.seenAt);
}

/** Ends one session of the operator `actor`; somebody else's, or one that has ended, is left as it is. */
export async function revokeSession(access: Access, actor: Actor, sessionId: string): Promise<void> {
  const { internalAdapter } = await authOf(access).$context;
  const own = await internalAdapter.listSessions(actor.id);
  const session = own.find((one) => one.id === sessionId);
  if (session) await internalAdapter.deleteSession(session.token);
}

/** Ends every session of the operator, the one that asks included. */
export async function revokeAllSessions(access: Access, actor: Actor): Promise<void> {
  const { internalAdapter } = await authOf(access).$context;
  const own = await internalAdapter.listSessions(actor.id);
  for (const session of own) await internalAdapter.deleteSession(session.token);
}

/** Ends the session these headers carry. */
export async function signOut(access: Access, headers: Headers, now: Instant): Promise<void> {
  const live = await liveSession(access, headers, now);
  if (!live) return;
  const { internalAdapter } = await authOf(access).$context;
  await internalAdapter.deleteSession(live.token);
}

async function liveSession(
  access: Access,
  headers: Headers,
  now: Instant,
): Promise<{ actor: Actor; token: string } | null> {
  const auth = authOf(access);
  const cookie = headers.get("cookie");
  if (cookie === null) return null;
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
  if (!found) return null;
  const { user, session } = found;
  if (isKeptOut(user)) return null;
  if (session.createdAt.getTime() + LONGEST_MS <= now) {
    const { internalAdapter } = await auth.$context;
    await internalAdapter.deleteSession(session.token);
    return null;
  }
  const { id, name, role } = operatorOf(user);
  return { actor: { kind: "operator", id, name, role }, token: session.token };
}
