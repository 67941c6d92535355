import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import type { MonitorSettings } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { Log } from "#lib/log.ts";
import { names } from "./redis/names.ts";
import { StallWatch } from "./stall.ts";
import { type Place, placesOf } from "./watched-places.ts";

/** Causes that are a silence: nobody answered, or we could not hear. A refusal is an answer. */
const SILENCE = new Set(["conn.hung", "conn.timeout", "dns.tryagain", "http.timeout"]);

/** What an answer was waited for, at most, before a silence is reported. */
const WAITED_MS = 1_500;
/** Another host that answered so short ago shows that we can hear. */
const WITNESS_MS = 1_500;
const ASK_MS = 300;
const ASKED = 3;

/** Ways to look at ourselves; given from outside in tests. */
export type Senses = {
  /** Whether this process was held up within so many milliseconds. */
  stalled: (withinMs: number) => boolean;
  hasNetwork: () => boolean;
  /** Whether anything at all comes back from there within 300 ms. */
  answers: (place: Place) => Promise<boolean>;
};

/**
 * Asks "is it me?" before a silence is believed: when this process was held up, when it has
 * no network, or when no other watched host answers either, nothing is said (`status: null`),
 * and what is said about everything becomes `unknown` once the evidence is too old.
 *
 * What runs on this very host is not reached by a network, and is believed at once.
 */
export class IsItMe {
  readonly #log: Log;
  readonly #senses: Senses;
  readonly #stalls = new StallWatch();
  readonly #places: readonly Place[];
  readonly #heardAt = new Map<string, number>();
  #isDeaf = false;

  constructor(monitors: readonly MonitorSettings[], log: Log, senses: Partial<Senses> = {}) {
    this.#log = log;
    this.#senses = { stalled: (withinMs) => this.#stalls.stalled(withinMs), hasNetwork, answers, ...senses };
    this.#places = monitors.flatMap(placesOf).filter(({ host }) => !isHere(host));
  }

  stop(): void {
    this.#stalls.stop();
  }

  /** The observation as it is, or as one that could not be judged. */
  async weigh(settings: MonitorSettings, seen: Observation): Promise<Observation> {
    const hosts = placesOf(settings).map((place) => place.host);
    if (seen.cause === null || !SILENCE.has(seen.cause)) {
      if (seen.status !== null) for (const host of hosts) this.#heardAt.set(host, performance.now());
      return seen;
    }
    const isMe = this.#senses.stalled(WAITED_MS) || (!hosts.some(isHere) && (await this.#hearsNobody(hosts)));
    return isMe ? { ...seen, status: null } : seen;
  }

  async #hearsNobody(silent: readonly string[]): Promise<boolean> {
    const isDeaf = !this.#senses.hasNetwork() || (await this.#othersAreSilent(silent));
    if (isDeaf !== this.#isDeaf)
      this.#log.warn(
        {},
        isDeaf ? "Nobody can be heard: the network of this host, not theirs." : "Others can be heard again.",
      );
    this.#isDeaf = isDeaf;
    return isDeaf;
  }

  async #othersAreSilent(silent: readonly string[]): Promise<boolean> {
    const others = [...new Map(this.#places.map((place) => [place.host, place])).values()].filter(
      ({ host }) => !silent.includes(host),
    );
    if (others.length === 0) return false;
    const now = performance.now();
    if (others.some(({ host }) => now - (this.#heardAt.get(host) ?? Number.NEGATIVE_INFINITY) <= WITNESS_MS))
      return false;
    const answers = await Promise.all(others.slice(0, ASKED).map((place) => this.#senses.answers(place)));
    return !answers.includes(true);
  }
}

function isHere(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((one) => !one.internal));
}

function answers({ host, port }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup: names.lookup });
    const finish = (isHeard: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isHeard);
    };
    const timer = setTimeout(() => finish(false), ASK_MS);
    socket.once("connect", () => finish(true));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      finish(/^(ECONNREFUSED|ECONNRESET)$/.test(error.code ?? "")),
    );
  });
}
