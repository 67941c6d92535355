import type { Instant } from "#lib/domain/instant.ts";
import type { Publication, PublishedComponent } from "#lib/domain/publication.ts";

/** What documents are made of: the page as it stands, and its own address without a slash at the end. */
export type Told = { publication: Publication; publicUrl: string };

/** The same, of one component alone; null: of all. */
export type ToldOf = Told & { component: PublishedComponent | null };

/** ISO 8601 in UTC with three fraction digits: strict clients read nothing else (compat.md §2.4). */
export function stamp(at: Instant): string {
  return new Date(at).toISOString();
}

/** The same; null stays null. */
export function stampOrNull(at: Instant | null): string | null {
  return at === null ? null : stamp(at);
}

/** "Brindle Tasks Status"; a name that says so already is left as it is. */
export function pageTitle({ publication: { page } }: Told): string {
  return /status$/i.test(page.name) ? page.name : `${page.name} Status`;
}

// XML 1.0 §2.2; a strict reader refuses a whole document for one of the others.
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The document without the few characters that XML cannot hold, not even spelled out. */
export function asXml(text: string): string {
  return text.toWellFormed().replace(NOT_XML, "");
}
