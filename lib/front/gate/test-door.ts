import { HOUR } from "#lib/domain/instant.ts";
import { PUBLIC_PATHS, type PublicPath } from "#lib/front/public-paths.ts";
import { get, OPEN_DOOR, startTestFront, type TestFront, until } from "#lib/front/test-front.ts";
import { nextPage } from "#lib/front/test-web.ts";
import { pageLinkToken, passText } from "#lib/services/page-pass.ts";
import { keepPassword, type PagePassword } from "#lib/services/page-password.ts";
import type { PageDoor } from "#lib/services/read-page-door.ts";

/** What stands on every page of a guarded front, and nowhere outside. */
export const SECRET_WORDS = "Ledger-service-is-down";
export const LINK = { id: "lnk123lnk456", expiresAt: Date.parse("2026-11-30T00:00:00Z") };

/** Hashing takes its time: once for all tests. */
let password: PagePassword | undefined;

/** A front whose page can be closed as an admin closes it. */
export type GuardedFront = {
  front: TestFront;
  password: PagePassword;
  /** Of `LINK`. */
  token: string;
  cookieOf(by: "password" | "link" | "operator", id: string, endsAt?: number): string;
  /** Says something else of who may read; whoever asks must wait until it is heard. */
  change(more: Partial<PageDoor>): void;
  /** Makes the page private, with a password and a link, and waits until the front has heard. */
  close(more?: Partial<PageDoor>): Promise<void>;
};

/** The kind of a public address, with or without a query. */
export function kindOf(url: string): PublicPath | undefined {
  return PUBLIC_PATHS.find((one) => one.path.test(url.split("?")[0] ?? ""));
}

export async function startGuardedFront(onEnd: (end: () => Promise<void>) => void): Promise<GuardedFront> {
  password ??= await keepPassword("correct horse");
  const kept = password;
  let door = OPEN_DOOR;
  const publicUrl = "http://status.example.test";
  const front = await startTestFront(onEnd, { door: async () => door, publicUrl });
  const { secret } = front.options;
  front.web.answer = ({ url }, response) => {
    const type = kindOf(url.replace(/^\/api\/(?:pages|cards)/, ""))?.mediaType ?? "text/html";
    response.writeHead(200, { "content-type": type });
    response.end(type === "text/html" ? nextPage(SECRET_WORDS) : SECRET_WORDS);
  };
  const change = (more: Partial<PageDoor>) => {
    door = { ...door, ...more };
    front.version.is = Number(front.version.is) + 1;
  };
  return {
    front,
    password: kept,
    token: pageLinkToken(secret, LINK),
    cookieOf: (by, id, endsAt = front.now.at + HOUR) => `pulsepage-pass=${passText(secret, { by, id, endsAt })}`,
    change,
    async close(more = {}) {
      change({ name: "Acme", isPrivate: true, password: kept, links: [LINK], ...more });
      await until("the page is closed", async () => (await get(front.url)).status === 401);
    },
  };
}
