import { type Announcement, isShown } from "#lib/domain/announcement.ts";
import { derivedId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { themeCss } from "#lib/domain/theme.ts";
import type { Database } from "#lib/store/database.ts";
import { type LogoFacts, pageSettings } from "./page-settings.ts";

/** What is the same on every page of a page: its colours and words on top. */
export type PageLook = {
  /** Rules made of checked colours, and of the logo's place; empty for Pulsepage's own look. */
  css: string;
  /** Where the admin's own stylesheet is; null: there is none. Its address changes with it. */
  stylesheet: string | null;
  /** The announcement that readers see now. */
  announcement: Announcement | null;
  /** What it speaks by itself, and everything it can be read in, that first. */
  ownLanguage: string;
  languages: readonly string[];
};

export async function readPageLook(db: Database, now: Instant): Promise<PageLook> {
  const { theme, css, logo, announcement, language, languages } = await pageSettings(db);
  return {
    css: `${themeCss(theme)}${logo === null ? "" : logoCss(logo)}`,
    stylesheet: css === "" ? null : `/custom.css?v=${derivedId(css)}`,
    announcement: announcement !== null && isShown(announcement, now) ? announcement : null,
    ownLanguage: language,
    languages: [...new Set([language, ...languages])],
  };
}

/** Where the logo is; `version` makes another address of each. */
export function logoPath({ kind, version }: LogoFacts): string {
  return `/logo.${kind}?v=${version}`;
}

/** The logo instead of the mark before the name: as high as it, and as wide as it is. */
function logoCss(logo: LogoFacts): string {
  const height = logo.ratio >= 1 ? 28 : 36;
  return `.logo i{width:${Math.round(height * logo.ratio)}px;max-width:60vw;height:${height}px;border-radius:0;background:url(${logoPath(logo)}) left center/contain no-repeat}`;
}
