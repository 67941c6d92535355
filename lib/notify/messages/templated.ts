import { fillTemplate, type TemplateValues } from "#lib/domain/template.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Notice } from "./notice.ts";
import { IMPACT_LABELS, IMPACT_WORDS, STATUS_WORDS } from "./words.ts";

/** The update in the template's words. What is escaped for the channel afterwards is escaped as ever. */
export function templated(notice: Notice, template: Pick<Row<"template">, "title" | "body"> | null): Notice {
  if (template === null) return notice;
  const values = valuesOf(notice);
  const headline = fillTemplate(template.title, values).replace(/\s+/g, " ").trim();
  const body = fillTemplate(template.body, values, { markdown: true, raw: ["body"] });
  return { ...notice, headline: headline === "" ? notice.headline : headline, body: body.trim() || notice.body };
}

function valuesOf(notice: Notice): TemplateValues {
  return {
    title: notice.title,
    status: STATUS_WORDS[notice.status],
    impact: IMPACT_LABELS[notice.impact],
    body: notice.body,
    components: notice.components.map(({ name, status }) => `${name}: ${IMPACT_WORDS[status]}`).join(", "),
    expected: notice.expected ?? "",
    next_update: notice.nextUpdate ?? "",
    page: notice.pageName,
    url: notice.url,
  };
}
