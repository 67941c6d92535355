import { randomUUID } from "node:crypto";
import { DomainError, type ErrorCode, type FieldError } from "#lib/domain/errors.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { storeFault } from "#lib/store/faults.ts";

const STATUS: Record<ErrorCode, number> = {
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
};
const TITLE: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Not JSON",
  422: "Not valid",
  429: "Too many requests",
  500: "Something went wrong",
  503: "Not available",
};

/** A refusal with a status of its own, where no domain error fits. */
export class HttpProblem extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** An error as `application/problem+json` (RFC 9457). What is not expected is logged and shown as a reference only. */
export function problem(error: unknown, log: Log): Response {
  if (error instanceof HttpProblem) return answer(error.status, error.message);
  const expected = error instanceof DomainError ? error : storeFault(error);
  if (expected) return answer(STATUS[expected.code], expected.message, expected.fields, expected.retryAfterMs);
  const reference = randomUUID().slice(0, 8);
  log.error({ reference, err: describeThrown(error) }, "A request failed.");
  return answer(500, `This is our fault, not yours. If you report it, name the reference ${reference}.`);
}

function answer(
  status: number,
  detail: string,
  errors: readonly FieldError[] = [],
  retryAfterMs: number | null = null,
): Response {
  const body = {
    type: "about:blank",
    title: TITLE[status] ?? "Problem",
    status,
    detail,
    ...(errors.length > 0 ? { errors } : {}),
  };
  return Response.json(body, {
    status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "cache-control": "no-store",
      ...(retryAfterMs === null ? {} : { "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) }),
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
  });
}
