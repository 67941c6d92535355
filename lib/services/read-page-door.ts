import type { Instant } from "#lib/domain/instant.ts";
import type { PageLink } from "#lib/domain/page-access.ts";
import type { Database } from "#lib/store/database.ts";
import { listPageLinks } from "#lib/store/page-settings.ts";
import type { PagePassword } from "./page-password.ts";
import { pageSettings } from "./page-settings.ts";
import { pageOrDefault } from "./read-page.ts";

/** What whoever stands before the page needs to know: whether it is open, and what opens it. */
export type PageDoor = {
  /** The page's name, said at the door. */
  name: string;
  isPrivate: boolean;
  networks: readonly string[];
  /** Null: there is none to be entered. */
  password: PagePassword | null;
  links: readonly PageLink[];
  /** Other host names, which lead to the page's own address. */
  domains: readonly string[];
  /** What it speaks, its own language first. */
  languages: readonly string[];
};

export async function readPageDoor(db: Database, now: Instant): Promise<PageDoor> {
  const [page, { access, password, domains, language, languages }, links] = await Promise.all([
    pageOrDefault(db),
    pageSettings(db),
    listPageLinks(db, now),
  ]);
  return {
    name: page.name,
    isPrivate: access.isPrivate,
    networks: access.networks,
    password,
    links: links.map(({ id, expires_at }) => ({ id, expiresAt: expires_at })),
    domains,
    languages: [language, ...languages],
  };
}
