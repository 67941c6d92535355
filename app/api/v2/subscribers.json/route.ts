import { DomainError } from "#lib/domain/errors.ts";
import { HOUR } from "#lib/domain/instant.ts";
import { describeThrown } from "#lib/log.ts";
import { askedBy } from "#lib/notify/pages/answer.ts";
import { pageHead } from "#lib/publish/statuspage/common.ts";
import { fieldsOf, readWish, type Wish } from "#lib/publish/statuspage/subscribing.ts";
import { type Runtime, runtime } from "#lib/runtime.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { subscribe } from "#lib/services/subscribe.ts";
import { allow } from "#lib/store/rate-limit.ts";

export const dynamic = "force-dynamic";

/** The same room as the page's own form: nobody gets more by asking here. */
const PER_CLIENT = { burst: 20, perMs: HOUR };
const CORS = { "access-control-allow-origin": "*", "cache-control": "no-store" };

/** Scripts of any page may ask whether they may subscribe somebody: yes, by JSON. */
export function OPTIONS(): Response {
  const allowed = { "access-control-allow-methods": "POST", "access-control-allow-headers": "content-type" };
  return new Response(null, { status: 204, headers: { ...CORS, ...allowed } });
}

/**
 * Takes an address, as Statuspage does, and owes it a message by which its owner confirms.
 * Says the same whether or not the address is known.
 */
export async function POST(request: Request): Promise<Response> {
  const rt = runtime();
  try {
    const room = await allow(rt.db, `subscribe:${askedBy(request)}`, PER_CLIENT, Date.now());
    if (!room.allowed) return refusal(429, "That was often. Please wait a while and try again.", room.retryAfterMs);
    const wish = readWish(await readFields(request));
    if (typeof wish === "string") return refusal(422, wish);
    await subscribe(rt.db, wish, Date.now(), ["email", "webhook"], rt.config.outboundAllow);
    return Response.json(await accepted(rt, wish), { status: 201, headers: CORS });
  } catch (error) {
    if (error instanceof DomainError) return refusal(error.code === "invalid" ? 422 : 503, error.message);
    rt.log.error({ err: describeThrown(error) }, "A subscription could not be taken.");
    return refusal(503, "This does not work just now. Please try again in a minute.", 60_000);
  }
}

async function readFields(request: Request): Promise<unknown> {
  const text = await request.text();
  if (!/\bjson\b/i.test(request.headers.get("content-type") ?? "")) return fieldsOf(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function accepted({ db, config }: Runtime, wish: Wish): Promise<object> {
  const publication = await readPublication(db, Date.now());
  const page = pageHead({ publication, publicUrl: config.publicUrl });
  const common = { page, can_select_components: true };
  if (wish.channel === "email") return { ...common, mode: "email_sms", email: wish.target };
  return { ...common, mode: "webhook", webhook: wish.target };
}

function refusal(status: number, error: string, retryAfterMs?: number | null): Response {
  const wait = retryAfterMs ? { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) } : {};
  return Response.json({ error }, { status, headers: { ...CORS, ...wait } });
}
