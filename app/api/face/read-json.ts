import type { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { HttpProblem } from "./problem.ts";

const BODY_MAX = 64 * 1024;
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** The body as text, read no further than allowed. @throws {HttpProblem} 413, 415, 400. */
export async function readBody(request: Request): Promise<string> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new HttpProblem(415, "Send JSON, with Content-Type: application/json.");
  if (request.headers.get("content-encoding")) throw new HttpProblem(415, "Send the body without a content encoding.");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > BODY_MAX) throw new HttpProblem(413, "The body is larger than 64 kB.");
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new HttpProblem(400, "The body is not UTF-8.");
  }
}

/** Reads JSON by a schema. @throws {HttpProblem} 400 when it is no JSON; {DomainError} `invalid` naming every wrong field. */
export function parseJson<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text === "" ? "{}" : text, (key, inner) => {
      if (FORBIDDEN_KEYS.has(key)) throw new Error("forbidden key");
      return inner;
    });
  } catch {
    throw new HttpProblem(400, "The body is not valid JSON.");
  }
  return checked(value, schema);
}

/** @throws {DomainError} `invalid` naming every wrong field. */
export function checked<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issue.message,
  }));
  throw new DomainError("invalid", "Some of what was sent is not usable; nothing was changed.", { fields });
}
