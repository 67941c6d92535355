import { createHash } from "node:crypto";
import type { z } from "zod";
import { actorForToken } from "#lib/access/tokens.ts";
import { type Actor, type Role, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { type Runtime, runtime } from "#lib/runtime.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { claimKey, findAnswer, keepAnswer } from "#lib/store/idempotency.ts";
import { allow } from "#lib/store/rate-limit.ts";
import { HttpProblem, problem } from "./problem.ts";
import { parseJson, readBody } from "./read-json.ts";

type Context = { params: Promise<Record<string, string>> };
type Answer = { status?: number; body: unknown };

export type Asked = Omit<Runtime, "db"> & {
  db: Database;
  actor: Actor;
  now: Instant;
  params: Record<string, string>;
  query: URLSearchParams;
};

/** Ten requests a second and bursts of sixty, per token. */
const LIMIT = { burst: 60, perMs: 6 * SECOND };

/** What a handler asks for, for the description of the API; `input` is null when it reads no body. */
export type Described = { role: Role; input: z.ZodType | null };

/** A handler that reads: bearer token, rate limit, problem JSON. */
export function reads(role: Role, handler: (asked: Asked) => Promise<Answer>) {
  const handle = (request: Request, context: Context): Promise<Response> =>
    faced(request, context, role, async (asked) => json(await handler(asked)));
  return Object.assign(handle, { described: { role, input: null } satisfies Described });
}

/**
 * A handler that writes: besides, the body is read by a strict schema, and a
 * repeat with the same `Idempotency-Key` gets the first answer. The answer is
 * kept in the transaction of the write: neither is there without the other.
 */
export function writes<Schema extends z.ZodType>(
  role: Role,
  schema: Schema | null,
  handler: (asked: Asked, input: z.output<Schema>) => Promise<Answer>,
) {
  const handle = (request: Request, context: Context): Promise<Response> =>
    faced(request, context, role, async (asked) => {
      const text = schema ? await readBody(request) : "";
      const input = schema ? parseJson(text, schema) : (undefined as z.output<Schema>);
      const key = request.headers.get("idempotency-key");
      if (key === null) return json(await handler(asked, input));
      if (key.length > 255 || key.trim() === "")
        throw new HttpProblem(400, "Idempotency-Key must have 1 to 255 characters.");
      const name = hash(`${asked.actor.kind}:${asked.actor.id}\n${key}`);
      const requestHash = hash(`${request.method} ${new URL(request.url).pathname}\n${text}`);
      return once(asked, name, requestHash, (tx) => handler({ ...asked, db: tx }, input));
    });
  return Object.assign(handle, { described: { role, input: schema } satisfies Described });
}

async function once(
  asked: Asked,
  key: string,
  requestHash: string,
  work: (tx: Database) => Promise<Answer>,
): Promise<Response> {
  return inTransaction(asked.db, async (tx) => {
    // The second of two at once waits here for the first one's transaction, and then finds its answer.
    if (await claimKey(tx, key, requestHash, asked.now)) {
      const answer = await work(tx);
      const status = answer.status ?? 200;
      await keepAnswer(tx, key, { status, body: JSON.stringify(answer.body) });
      return json(answer);
    }
    const before = await findAnswer(tx, key);
    if (before?.request_hash !== requestHash) {
      throw new DomainError("invalid", "This Idempotency-Key was used for a different request. Use a new key.");
    }
    return new Response(before.status === 204 ? null : before.body, {
      status: before.status,
      headers: { ...HEADERS, "idempotency-replayed": "true" },
    });
  });
}

async function faced(
  request: Request,
  context: Context,
  role: Role,
  work: (asked: Asked) => Promise<Response>,
): Promise<Response> {
  const { config, db, log } = runtime();
  const now = Date.now();
  try {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    const actor = bearer ? await actorForToken(db, bearer, config.adminToken, now) : null;
    if (!actor)
      throw new DomainError(
        "unauthorized",
        "Send an API token: Authorization: Bearer …. Make one with pulsepage token create.",
      );
    const room = await allow(db, `api:${actor.id}`, LIMIT, now);
    if (!room.allowed)
      throw new DomainError("rate_limited", "That was a little fast. Please wait a moment.", {
        retryAfterMs: room.retryAfterMs,
      });
    requireRole(actor, role);
    return await work({
      config,
      db,
      log,
      actor,
      now,
      params: await context.params,
      query: new URL(request.url).searchParams,
    });
  } catch (error) {
    return problem(error, log);
  }
}

const HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

function json({ status = 200, body }: Answer): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: HEADERS });
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
