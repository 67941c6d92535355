import type { StarterTemplate } from "#lib/diagnosis/starter-templates.ts";
import type { Row } from "#lib/store/schema.ts";
import { moment } from "./present.ts";

/** A template as the API shows it; one that comes with the product has no times and cannot be changed. */
export function presentTemplate(template: Row<"template"> | StarterTemplate) {
  const { id, kind, name, channel, status, title, body } = template;
  const own = "version" in template;
  return {
    id,
    kind,
    name,
    channel,
    status,
    title,
    body,
    starter: !own,
    created_at: own ? moment(template.created_at) : null,
    updated_at: own ? moment(template.updated_at) : null,
  };
}
