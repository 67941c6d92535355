import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { type Outcome, type Settlement, settleDelivery } from "#lib/services/settle-delivery.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { claimDue } from "#lib/store/outbox.ts";
import type { ChannelKind, Row } from "#lib/store/schema.ts";
import { type Channel, DeliveryError } from "./channels/channel.ts";
import type { Composer } from "./compose.ts";
import { Destinations } from "./destinations.ts";
import type { Round } from "./loop.ts";

/** Longer than any attempt can take: what is not settled by then belonged to a worker that died. */
const LEASE_MS = 60 * SECOND;
const ONE_DESTINATION = "";

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
   * Writes down what was answered, takes as many due messages as there is room for, and begins to send them.
   *
   * @throws when the store does not take it: then nothing was begun.
   */
  async round(): Promise<Round> {
    const claimed = await this.#settleAndClaim(this.#room());
    for (const delivery of claimed) {
      if (!this.#inFlight.has(delivery.id)) this.#begin(delivery);
    }
    if (claimed.length > 0) return "more";
    const isBusy = this.#inFlight.size > 0 || this.#answered.length > 0;
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
      await this.#settleAndClaim(0);
    } catch (error) {
      // The leases end by themselves: these are sent once more, under the same Message-ID.
      this.#parts.log.error({ err: describeThrown(error) }, "What was sent last could not be written down.");
    } finally {
      this.#channel.close();
    }
  }

  #room(): number {
    if (this.#channel.unready !== null) {
      if (!this.#hasSaidUnready) this.#parts.log.warn({ channel: this.#kind }, this.#channel.unready);
      this.#hasSaidUnready = true;
      return 0;
    }
    const room = this.#channel.concurrency - this.#inFlight.size;
    if (this.#channel.destination === "one") {
      return Math.max(0, Math.min(room, this.#destinations.room(ONE_DESTINATION, performance.now())));
    }
    // One by one: two messages taken together could be for the same target.
    return Math.min(room, 1);
  }

  async #settleAndClaim(room: number): Promise<Row<"outbox">[]> {
    const { db, workerId, clock } = this.#parts;
    const settling = [...this.#answered];
    const except = this.#channel.destination === "one" ? [] : this.#destinations.blocked(performance.now());
    const claim = async (on: Database) =>
      room === 0 ? [] : await claimDue(on, workerId, this.#kind, clock(), { limit: room, leaseMs: LEASE_MS, except });
    if (settling.length === 0) return claim(db);
    // One commit for both: a send costs the store one write, and none is begun while it takes none.
    const claimed = await inTransaction(db, async (tx) => {
      for (const settlement of settling) await settleDelivery(tx, workerId, settlement, Math.random());
      return claim(tx);
    });
    this.#answered = this.#answered.filter((one) => !settling.includes(one));
    return claimed;
  }

  #begin(delivery: Row<"outbox">): void {
    const destination = this.#channel.destination === "one" ? ONE_DESTINATION : delivery.target;
    this.#destinations.began(destination, performance.now());
    const attempt = this.#attempt(delivery).then((outcome) => {
      this.#inFlight.delete(delivery.id);
      this.#answered.push({ delivery, outcome, at: this.#parts.clock() });
      this.#report(delivery, outcome, this.#destinations.ended(destination, outcome, performance.now(), Math.random()));
      this.onEnded();
    });
    this.#inFlight.set(delivery.id, attempt);
  }

  async #attempt(delivery: Row<"outbox">): Promise<Outcome> {
    try {
      const message = await this.#compose(delivery);
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
