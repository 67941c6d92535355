import { type Announcement, checkAnnouncement } from "#lib/domain/announcement.ts";
import { checkCss } from "#lib/domain/custom-css.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { derivedId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { isLanguage, LANGUAGES, OWN_LANGUAGE } from "#lib/domain/language.ts";
import { type Logo, readLogo } from "#lib/domain/logo.ts";
import { OPEN_ACCESS, type PageAccess } from "#lib/domain/page-access.ts";
import { OWN_THEME, type Theme, themeFaults } from "#lib/domain/theme.ts";
import { isNetwork } from "#lib/http/client-address.ts";
import type { Database } from "#lib/store/database.ts";
import { readPageSetting, readPageSettings, writePageSetting } from "#lib/store/page-settings.ts";
import type { PagePassword } from "./page-password.ts";

/** A logo without its picture. `version` changes with the picture. */
export type LogoFacts = Pick<Logo, "kind" | "ratio"> & { version: string };

/** How the page looks and who may read it. */
export type PageSettings = {
  theme: Theme;
  /** Empty: none. */
  css: string;
  logo: LogoFacts | null;
  announcement: Announcement | null;
  /** Other host names that lead to the page's own address. */
  domains: readonly string[];
  access: PageAccess;
  /** Null: nobody comes in by one. */
  password: PagePassword | null;
  /** What the page speaks by itself, and what its operators write in. */
  language: string;
  /** Further languages it can be read in. */
  languages: readonly string[];
};

/** What can be changed of it; what is undefined stays, null is taken away. */
export type PageSettingsChange = {
  theme?: Theme | null | undefined;
  css?: string | null | undefined;
  logo?: Uint8Array | null | undefined;
  announcement?: Announcement | null | undefined;
  domains?: readonly string[] | null | undefined;
  access?: PageAccess | null | undefined;
  password?: PagePassword | null | undefined;
  language?: string | null | undefined;
  languages?: readonly string[] | null | undefined;
};

const BEFORE: PageSettings = {
  theme: OWN_THEME,
  css: "",
  logo: null,
  announcement: null,
  domains: [],
  access: OPEN_ACCESS,
  password: null,
  language: OWN_LANGUAGE,
  languages: [],
};

const KEPT_AS: Readonly<Record<keyof PageSettings, string>> = {
  theme: "theme",
  css: "css",
  logo: "logo-facts",
  announcement: "announcement",
  domains: "domains",
  access: "access",
  password: "password",
  language: "language",
  languages: "languages",
};

/** Everything that is set, with Pulsepage's own where nothing is. */
export async function pageSettings(db: Database): Promise<PageSettings> {
  const kept = await readPageSettings(db);
  const settings: Record<string, unknown> = { ...BEFORE };
  for (const [name, key] of Object.entries(KEPT_AS)) {
    const value = kept.get(key);
    if (value !== undefined) settings[name] = JSON.parse(value);
  }
  return settings as PageSettings;
}

/** The logo with its picture; null when there is none. */
export async function pageLogo(db: Database): Promise<Logo | null> {
  const value = await readPageSetting(db, "logo");
  return value === null ? null : JSON.parse(value);
}

/**
 * Writes what changes, checked, in a transaction of the caller's.
 *
 * @throws {DomainError} `invalid`, with every colour that is hard to read as a field of its own.
 */
export async function writeSettings(tx: Database, change: PageSettingsChange, now: Instant): Promise<void> {
  const put = (key: string, value: unknown) =>
    writePageSetting(tx, key, value === null ? null : JSON.stringify(value), now);
  const { theme, css, logo, announcement, domains, access, password, language, languages } = change;
  if (theme !== undefined) await put("theme", theme && checkTheme(theme));
  if (css !== undefined) await put("css", css === null || css.trim() === "" ? null : checkCss(css));
  if (announcement !== undefined) await put("announcement", announcement && checkAnnouncement(announcement));
  if (domains !== undefined) await put("domains", domains === null ? null : domains.map(checkDomain));
  if (access !== undefined) await put("access", access && { ...access, networks: access.networks.map(checkNetwork) });
  if (password !== undefined) await put("password", password);
  if (language !== undefined) await put("language", language && checkLanguage(language));
  if (languages !== undefined) await put("languages", languages?.map(checkLanguage) ?? null);
  if (logo === undefined) return;
  const picture = logo && readLogo(logo);
  await put("logo", picture);
  await put("logo-facts", picture && { kind: picture.kind, ratio: picture.ratio, version: derivedId(picture.base64) });
}

function checkTheme(theme: Theme): Theme {
  const faults = themeFaults(theme);
  if (faults.length === 0) return theme;
  const fields = faults.map(({ mode, colour, message }) => ({ path: `${mode}_${colour}`, message }));
  throw new DomainError("invalid", "Some of these colours would be hard to read.", { fields });
}

/** @throws {DomainError} `invalid`. */
function checkLanguage(language: string): string {
  if (isLanguage(language)) return language;
  const message = `Pages can be in ${Object.keys(LANGUAGES).join(", ")}.`;
  throw new DomainError("invalid", message, { fields: [{ path: "languages", message }] });
}

const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** "Status.Example.org " → "status.example.org". @throws {DomainError} `invalid`. */
export function checkDomain(text: string): string {
  const name = text.trim().toLowerCase();
  if (DOMAIN.test(name)) return name;
  const message = "A host name looks like status.example.org: no https://, no path.";
  throw new DomainError("invalid", message, { fields: [{ path: "domains", message }] });
}

/** @throws {DomainError} `invalid`. */
export function checkNetwork(text: string): string {
  const network = text.trim().toLowerCase();
  if (isNetwork(network)) return network;
  const message = `“${network.slice(0, 60)}” is no address or network. Write them as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.`;
  throw new DomainError("invalid", message, { fields: [{ path: "networks", message }] });
}
