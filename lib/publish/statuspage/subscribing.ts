import { z } from "zod";

const text = z.string().max(2_048);
const names = z.union([text, z.array(text).max(1_000)]).transform((given) => [given].flat());

const fields = z.object({
  email: text.optional(),
  endpoint: text.optional(),
  phone_number: text.optional(),
  component_id: names.optional(),
  component_ids: names.optional(),
  incident_id: text.optional(),
});

/** What a client of Statuspage wants: to be told by mail or by webhook, of all or of some components. */
export type Wish = { channel: "email" | "webhook"; target: string; components: string[] };

/**
 * Reads `POST /api/v2/subscribers.json`: fields as they are, or inside `subscriber` (compat.md §2.5).
 *
 * @returns the wish, or what is wrong with it, in words for the person.
 */
export function readWish(given: unknown): Wish | string {
  const outer = z.looseObject({ subscriber: z.looseObject({}).optional() }).safeParse(given);
  const read = fields.safeParse({ ...outer.data, ...outer.data?.subscriber });
  if (!outer.success || !read.success) return "Send email or endpoint, and component_ids if it is not about all.";
  const { email, endpoint, phone_number: phone, incident_id: incident } = read.data;
  if (incident !== undefined) return "Following one incident alone is not possible here. Leave incident_id out.";
  if (phone !== undefined) return "Subscribing by phone is not possible here. Send email or endpoint.";
  const components = [...(read.data.component_id ?? []), ...(read.data.component_ids ?? [])];
  if (endpoint !== undefined && endpoint !== "") return { channel: "webhook", target: endpoint, components };
  if (email === undefined || email === "") return "Send email or endpoint: where are we to write to?";
  return { channel: "email", target: email, components };
}

/** A form's fields as JSON would have them: `subscriber[email]=…`, `subscriber[component_ids][]=…`. */
export function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    const key = /^(?:subscriber\[)?(\w+)\]?(?:\[\])?$/.exec(name)?.[1];
    if (key === undefined) continue;
    const values = form.getAll(name);
    found[key] = /ids?$/.test(key) && key.startsWith("component") ? values : (values.at(-1) ?? "");
  }
  return found;
}
