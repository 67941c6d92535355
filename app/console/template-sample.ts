import { formatTime } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { fillTemplate } from "#lib/domain/template.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";

type Words = { title: string; body: string };

/** An incident template with its variables filled in; without component names it speaks of the platform. */
export async function fillIncidentTemplate(
  db: Database,
  words: Words,
  of: { components: readonly string[]; expected: string | null },
  now: Instant,
): Promise<Words> {
  const page = await pageOrDefault(db);
  const values = {
    components: of.components.length === 0 ? "The platform" : of.components.join(", "),
    page: page.name,
    expected: of.expected ?? "not known yet",
    time: formatTime(now, page.time_zone),
  };
  return {
    title: fillTemplate(words.title, values),
    body: fillTemplate(words.body, values, { markdown: true }),
  };
}

/** The same for the page's first component, as it would stand on the page. */
export async function incidentSample(
  db: Database,
  words: Words,
  now: Instant,
): Promise<{ name: string; text: string }[]> {
  const components = (await listComponents(db)).slice(0, 1).map((one) => one.name);
  const { title, body } = await fillIncidentTemplate(db, words, { components, expected: null }, now);
  return [{ name: "On the page", text: `${title}\n\n${body}` }];
}
