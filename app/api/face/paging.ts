import { HttpProblem } from "./problem.ts";

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;

/** How many items a page has. @throws {HttpProblem} 400. */
export function pageLimit(query: URLSearchParams): number {
  const given = query.get("limit");
  if (given === null) return LIMIT_DEFAULT;
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new HttpProblem(400, `limit must be a number from 1 to ${LIMIT_MAX}.`);
  return limit;
}

/** What the parts of a cursor look like. */
export const ID_PART = /^[a-z0-9]{1,40}$/;
export const INSTANT_PART = /^\d{1,15}$/;

/** What a cursor of ours, of these parts, stands for; null for the first page. @throws {HttpProblem} 400 when it is none of ours. */
export function readCursor(query: URLSearchParams, shape: readonly RegExp[]): string[] | null {
  const given = query.get("cursor");
  if (given === null) return null;
  const parts = Buffer.from(given, "base64url").toString("utf8").split(" ");
  if (parts.length !== shape.length || !shape.every((one, i) => one.test(parts[i] as string)))
    throw new HttpProblem(400, "cursor is not one that was given out here.");
  return parts;
}

/** A page of items, and the cursor of the next; null when this is the last. Ask the store for one item more than fits. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  keyOf: (item: Item) => (string | number)[],
): { items: Item[]; next: string | null } {
  const last = items[limit - 1];
  const next =
    items.length > limit && last !== undefined ? Buffer.from(keyOf(last).join(" ")).toString("base64url") : null;
  return { items: items.slice(0, limit), next };
}
