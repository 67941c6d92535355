import { BlockList, isIP } from "node:net";
import { DAY, type Instant, SECOND } from "#lib/domain/instant.ts";
import { trustedProxies } from "#lib/http/client-address.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { claimedLinkId, isPageLinkToken, type Pass, passText, readPass } from "#lib/services/page-pass.ts";
import type { PageDoor } from "#lib/services/read-page-door.ts";
import type { DoorFile } from "./door-file.ts";

const PATIENCE_MS = 3 * SECOND;
/** How long whoever came in stays in, unless what opened the page ends before. */
const STAY_MS = 30 * DAY;

export type GateOptions = {
  /** What the store says of who may read; rejects while it does not answer. */
  read: () => Promise<PageDoor>;
  file: DoorFile;
  /** Seals passes and links. */
  secret: string;
  publicUrl: string;
  clock: () => Instant;
  log: Log;
};

/** What somebody shows who wants to read. */
export type Shown = { address: string; token: string | null; cookie: string | null };

/** By what somebody comes in. A `pass` is to be given to whoever came by a link. */
export type Admission = { by: "network" | "pass" } | { by: "token"; pass: Pass };

/**
 * Knows who may read the page. As long as nobody has said (the store does not answer, and nothing was kept on disk) it
 * is closed.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #ownHost: string;
  #door: PageDoor | null = null;
  #networks = new BlockList();
  #isStale = true;
  #asking: Promise<boolean> | null = null;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#ownHost = new URL(options.publicUrl).hostname;
  }

  /** Reads what the store says, or what it said last. */
  async start(): Promise<void> {
    await this.renew();
    if (this.#door !== null) return;
    const kept = await this.#options.file.read();
    if (kept) this.#take(kept);
    else
      this.#options.log.warn(
        {},
        "Nobody can say yet whether the page is public: it stays closed until the store answers.",
      );
  }

  /** Whether what it knows may be old: the store did not answer when it was asked last. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** Null while nothing is known. */
  get door(): PageDoor | null {
    return this.#door;
  }

  /** Whether everyone may read, whatever the address says: nothing needs to be looked at. */
  get isPlain(): boolean {
    return this.#door !== null && !this.#door.isPrivate && this.#door.domains.length === 0;
  }

  get isPrivate(): boolean {
    return this.#door === null || this.#door.isPrivate;
  }

  /** Whether everyone may read under this Host. */
  isOpenAt(host: string | undefined): boolean {
    return this.isPlain || (!this.isPrivate && this.placeOf(host) === "own");
  }

  /** Whose a Host header is: the page's own, another name of it, or a strange one, which only a public page answers to. */
  placeOf(host: string | undefined): "own" | "other" | "strange" {
    const name = nameOf(host);
    if (name === this.#ownHost || name === "" || name === "localhost" || isIP(name.replace(/^\[|\]$/g, "")) !== 0)
      return "own";
    return this.#door?.domains.includes(name) ? "other" : "strange";
  }

  /** Asks the store again. @returns whether what opens the page is another than before. */
  renew(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Whether somebody may read the private page, and by what; null: no. */
  admit({ address, token, cookie }: Shown): Admission | null {
    const now = this.#options.clock();
    if (this.#door === null) return null;
    if (token !== null) {
      const link = this.#door.links.find((one) => one.id === claimedLinkId(token));
      if (link && link.expiresAt > now && isPageLinkToken(this.#options.secret, link, token))
        return { by: "token", pass: { by: "link", id: link.id, endsAt: Math.min(link.expiresAt, now + STAY_MS) } };
    }
    if (cookie !== null && this.#isGood(readPass(this.#options.secret, cookie, now), now)) return { by: "pass" };
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    return isIP(address) !== 0 && this.#networks.check(address, family) ? { by: "network" } : null;
  }

  /** The pass of somebody who has entered the password; null when there is none to be entered. */
  passByPassword(): Pass | null {
    const password = this.#door?.password;
    return password ? { by: "password", id: password.generation, endsAt: this.#options.clock() + STAY_MS } : null;
  }

  /** A pass as a cookie's value, and for how many seconds. */
  sealed(pass: Pass): { text: string; seconds: number } {
    const seconds = Math.max(1, Math.floor((pass.endsAt - this.#options.clock()) / SECOND));
    return { text: passText(this.#options.secret, pass), seconds };
  }

  /** Whether what the pass was given for still opens the page. */
  #isGood(pass: Pass | null, now: Instant): boolean {
    if (pass === null) return false;
    if (pass.by === "password") return this.#door?.password?.generation === pass.id;
    if (pass.by === "link") return this.#door?.links.some((one) => one.id === pass.id && one.expiresAt > now) === true;
    return true;
  }

  async #ask(): Promise<boolean> {
    const { read, file, log } = this.#options;
    try {
      const late = new Promise<never>((_, reject) =>
        setTimeout(reject, PATIENCE_MS, new Error("It took too long.")).unref(),
      );
      const door = await Promise.race([read(), late]);
      this.#isStale = false;
      if (JSON.stringify(door) === JSON.stringify(this.#door)) return false;
      this.#take(door);
      await file.write(door);
      return true;
    } catch (error) {
      if (!this.#isStale) log.warn({ err: describeThrown(error) }, "Who may read the page could not be asked.");
      this.#isStale = true;
      return false;
    }
  }

  #take(door: PageDoor): void {
    this.#door = door;
    this.#networks = trustedProxies(door.networks);
  }
}

/** "Status.Example.org:443" → "status.example.org". */
function nameOf(host: string | undefined): string {
  return (host ?? "").toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");
}
