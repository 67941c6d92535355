import { parseMarkdown, toPlainText } from "#lib/domain/markdown.ts";
import type { ComponentStatus, EffectiveStatus } from "#lib/domain/status.ts";
import { stamp, type Told } from "#lib/publish/told.ts";

/** Statuspage has no word for `unknown`: it counts as operational there, as in the roll-up (lib/domain/roll-up.ts). */
export function statuspageStatus(status: EffectiveStatus): ComponentStatus {
  return status === "unknown" ? "operational" : status;
}

/**
 * An operator's text as clients show it: plain words, without Markdown's signs.
 *
 * Some clients print it and some take it for HTML, as Statuspage's may be: what would begin a tag is spelled out.
 */
export function bodyText(markdown: string): string {
  return toPlainText(parseMarkdown(markdown)).replace(/<(?=[a-z/!?])/gi, "&lt;");
}

/** The `page` that every document begins with. */
export function pageHead({ publication: { page }, publicUrl }: Told) {
  return {
    id: page.id,
    name: page.name,
    url: publicUrl,
    // Statuspage's own spelling: some clients look the zone up.
    time_zone: page.timeZone === "UTC" ? "Etc/UTC" : page.timeZone,
    updated_at: stamp(page.updatedAt),
  };
}
