import { describeApi } from "#app/api/face/openapi/describe.ts";
import { runtime } from "#lib/runtime.ts";

export const dynamic = "force-dynamic";

/** What the API is, for programs: OpenAPI 3.1, made of the schemas by which input is read. */
export function GET(): Response {
  return Response.json(describeApi(runtime().config.publicUrl), {
    headers: { "content-type": "application/json; charset=utf-8", "access-control-allow-origin": "*" },
  });
}
