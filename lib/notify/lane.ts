import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { type Outcome, type Settlement, settleDeliveries } from "#lib/services/settle-delivery.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { countSettled } from "#lib/store/deliveries.ts";
import { type ClaimContext, claimDue, contextOf, giveBack } from "#lib/store/outbox.ts";
import type { ChannelKind, Row } from "#lib/store/schema.ts";
import { type Channel, DeliveryError } from "./channels/channel.ts";
import type { Composer } from "./compose.ts";
import { Destinations } from "./destinations.ts";
import type { Round } from "./loop.ts";

/** Longer than any attempt can take: what is not settled by then belonged to a worker that died. */
const LEASE_MS = 60 * SECOND;
const ONE_DESTINATION = "";
/** What was taken ahead and waits longer than this is given back, and looked at anew: its reader may have left. */
const FRESH_MS = 5 * SECOND;
/** So many answers are written down at once, in one commit; a worker that is killed sends no more than these again. */
const ANSWERS = 50;
/** A lane to one server takes so many messages ahead of its attempts: a commit waits for the disk, they do not for it. */
const AHEAD = 2 * ANSWERS;

/** Taken from the store, and not begun yet. */
type Taken = { delivery: Row<"outbox">; context: ClaimContext | undefined; at: number };

type Parts = { db: Database; log: Log; clock: () => Instant; workerId: string };

/** The messages of one channel, apart from the others: a server that hangs delays nobody else. */
export class Lane {
  readonly #parts: Parts;
  readonly #kind: ChannelKind;
  readonly #channel: Channel;
  readonly #compose: Composer;
  readonly #destinations: Destinations;
  readonly #inFlight = new Map<string, Promise<void>>();
  /** Answered, and not yet written down. What was sent stays here until the store takes it; it is not sent again. */
  #answered: Settlement[] = [];
  #taken: Taken[] = [];
  /** Nothing is begun while the store takes no answer. */
  #isStoreAway = false;
  #hasSaidUnready = false;
  /** Called when an attempt has ended: there is room, and something to write down. */
  onEnded: () => void = () => undefined;

  constructor(parts: Parts, kind: ChannelKind, channel: Channel, compose: Composer) {
    this.#parts = parts;
    this.#kind = kind;
    this.#channel = channel;
    this.#compose = compose;
    const perDestination = channel.destination === "one" ? channel.concurrency : 1;
    this.#destinations = new Destinations({ perDestination, spacingMs: channel.spacingMs });
  }

  /**
   * Writes down what was answered, takes due messages, and begins to send as many as there is room for.
   *
   * @throws when the store does not take it: then nothing was begun.
   */
  async round(): Promise<Round> {
    this.#isStoreAway = true;
    const claimed = await this.#settleAndClaim(this.#wanted(), this.#stale());
    this.#isStoreAway = false;
    this.#taken.push(...claimed.filter(({ delivery }) => !this.#inFlight.has(delivery.id)));
    this.#beginTaken();
    if (claimed.length > 0) return "more";
    const isBusy = this.#inFlight.size > 0 || this.#answered.length > 0 || this.#taken.length > 0;
    return isBusy || this.#destinations.isPacing(performance.now()) ? "waiting" : "quiet";
  }

  /** Waits for what is under way, at most `ms`, and writes down how it ended. Begins nothing. */
  async finish(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([Promise.all(this.#inFlight.values()), late]);
    clearTimeout(timer);
    try {
      await this.#settleAndClaim(0, this.#taken.splice(0));
    } catch (error) {
      // The leases end by themselves: these are sent once more, under the same Message-ID.
      this.#parts.log.error({ err: describeThrown(error) }, "What was sent last could not be written down.");
    } finally {
      this.#channel.close();
    }
  }

  /** How many messages to take from the store now. */
  #wanted(): number {
    if (this.#channel.unready !== null) {
      if (!this.#hasSaidUnready) this.#parts.log.warn({ channel: this.#kind }, this.#channel.unready);
      this.#hasSaidUnready = true;
      return 0;
    }
    const { concurrency, destination, spacingMs } = this.#channel;
    // One by one: two messages taken together could be for the same target.
    if (destination === "target") return Math.min(concurrency - this.#inFlight.size, 1);
    if (spacingMs > 0 || !this.#destinations.isWell(ONE_DESTINATION, performance.now())) {
      return Math.max(0, this.#room() - this.#taken.length);
    }
    const gap = concurrency + AHEAD - this.#taken.length;
    return gap >= ANSWERS || this.#isShort() ? gap : 0;
  }

  #isShort(): boolean {
    return this.#taken.length < this.#channel.concurrency;
  }

  /** How many attempts may begin now at the one server. */
  #room(): number {
    const free = this.#channel.concurrency - this.#inFlight.size;
    return Math.max(0, Math.min(free, this.#destinations.room(ONE_DESTINATION, performance.now())));
  }

  /** What was taken ahead and cannot be begun soon: it goes back. */
  #stale(): Taken[] {
    if (this.#taken.length === 0) return [];
    const now = performance.now();
    const isWell = this.#destinations.isWell(ONE_DESTINATION, now);
    const stale = this.#taken.filter((one) => !isWell || now - one.at > FRESH_MS);
    this.#taken = this.#taken.filter((one) => !stale.includes(one));
    return stale;
  }

  async #settleAndClaim(wanted: number, stale: readonly Taken[]): Promise<Taken[]> {
    const { db, workerId, clock } = this.#parts;
    const settling = [...this.#answered];
    const except = this.#channel.destination === "one" ? [] : this.#destinations.blocked(performance.now());
    const claim = async (on: Database): Promise<Taken[]> => {
      if (wanted === 0) return [];
      const rows = await claimDue(on, workerId, this.#kind, clock(), { limit: wanted, leaseMs: LEASE_MS, except });
      const contexts = new Map((await contextOf(on, rows)).map((one) => [one.id, one]));
      const at = performance.now();
      return rows.map((delivery) => ({ delivery, context: contexts.get(delivery.id), at }));
    };
    if (settling.length === 0 && stale.length === 0) return claim(db);
    // One commit for all: a send costs the store a part of one write, and none is begun while it takes none.
    const claimed = await inTransaction(db, async (tx) => {
      const settled = await settleDeliveries(tx, workerId, settling, Math.random());
      const back = stale.map(({ delivery }) => delivery.id);
      if (back.length > 0) await giveBack(tx, workerId, back, clock());
      const next = await claim(tx);
      await countSettled(tx, settled);
      return next;
    });
    this.#answered = this.#answered.filter((one) => !settling.includes(one));
    return claimed;
  }

  #beginTaken(): void {
    if (this.#isStoreAway) return;
    const isOne = this.#channel.destination === "one";
    while (this.#taken.length > 0 && (!isOne || this.#room() > 0)) this.#begin(this.#taken.shift() as Taken);
  }

  /** The next ones begin at once; the store is asked when there is enough to write down, or too little left to send. */
  #goOn(): void {
    this.#beginTaken();
    if (this.#isShort() || this.#answered.length >= ANSWERS) this.onEnded();
  }

  #begin({ delivery, context }: Taken): void {
    const destination = this.#channel.destination === "one" ? ONE_DESTINATION : delivery.target;
    this.#destinations.began(destination, performance.now());
    const attempt = this.#attempt(delivery, context).then((outcome) => {
      this.#inFlight.delete(delivery.id);
      this.#answered.push({ delivery, outcome, at: this.#parts.clock() });
      this.#report(delivery, outcome, this.#destinations.ended(destination, outcome, performance.now(), Math.random()));
      this.#goOn();
    });
    this.#inFlight.set(delivery.id, attempt);
  }

  async #attempt(delivery: Row<"outbox">, context: ClaimContext | undefined): Promise<Outcome> {
    try {
      const message = await this.#compose(delivery, context);
      if (typeof message === "string") return { kind: "suppressed", answer: message };
      const { answer, isSkipped } = await this.#channel.deliver(message);
      return { kind: isSkipped ? "suppressed" : "sent", answer };
    } catch (error) {
      if (error instanceof DeliveryError) {
        const { message: answer, permanent, retryAfterMs, destinationAway, targetGone } = error;
        return { kind: "refused", answer, permanent, retryAfterMs, destinationAway, targetGone };
      }
      this.#parts.log.error({ err: describeThrown(error), delivery: delivery.id }, "A message could not be drawn.");
      const answer = "The message could not be drawn. The log says why.";
      return { kind: "refused", answer, permanent: false, retryAfterMs: null, destinationAway: false };
    }
  }

  #report(delivery: Row<"outbox">, outcome: Outcome, change: "opened" | "closed" | null): void {
    const { log } = this.#parts;
    const fields = { channel: this.#kind, delivery: delivery.id, answer: outcome.answer };
    if (change === "opened")
      log.warn(fields, "Messages do not get through: they wait, and one is tried from time to time.");
    if (change === "closed") log.info(fields, "Messages get through again.");
    if (outcome.kind === "refused" && outcome.permanent) log.warn(fields, "A message was given up.");
    else log.debug({ ...fields, outcome: outcome.kind }, "A message was tried.");
  }
}
