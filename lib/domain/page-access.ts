import type { Instant } from "./instant.ts";

/** Who may read the page. */
export type PageAccess = {
  /** False: everyone. True: who knows the password, has a link, or is in one of the networks. */
  isPrivate: boolean;
  /** Addresses and networks, `10.0.0.0/8` or `2001:db8::/32`. */
  networks: readonly string[];
};

export const OPEN_ACCESS: PageAccess = { isPrivate: false, networks: [] };

/** A link that opens a private page, until it ends or is taken back. */
export type PageLink = { id: string; expiresAt: Instant };
