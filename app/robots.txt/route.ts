import { runtime } from "#lib/runtime.ts";

/** Everything but the operators' side may be indexed. */
export function GET(): Response {
  const { publicUrl } = runtime().config;
  return new Response(`User-agent: *\nDisallow: /console\nDisallow: /subscriptions/\nHost: ${publicUrl}\n`, {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
