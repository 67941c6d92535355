import type { Config } from "#lib/config/environment.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Notice } from "#lib/notify/messages/notice.ts";
import type { ConfirmPayload } from "#lib/services/confirmation.ts";
import type { Note } from "#lib/services/tell-operators.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";

/** One message on its way to one subscriber. */
export type Message = { delivery: Row<"outbox"> } & (
  | {
      kind: "update";
      notice: Notice;
      /** Whether it is the first that this subscriber gets of the incident. */
      isFirst: boolean;
    }
  | { kind: "confirm"; pageName: string; confirmation: ConfirmPayload }
  | {
      /** An operator wants to see whether messages arrive. */
      kind: "test";
      pageName: string;
    }
  | {
      /** For an operator, or for the owner of a subscription. */
      kind: "note";
      pageName: string;
      note: Note;
    }
);

/** What channels are made from. */
export type ChannelParts = { config: Config; db: Database; clock: () => Instant };

/** How messages travel. A new channel is one file and one line in index.ts. */
export type Channel = {
  /** Why nothing can be sent at all, for operators; null when it can. */
  unready: string | null;
  /** Whether all messages go to one server of ours, or each to its own target. What fails together is paused together. */
  destination: "one" | "target";
  /** Messages on their way at once. */
  concurrency: number;
  /** The least time between two messages to one destination. */
  spacingMs: number;
  /**
   * Sends the message, once.
   *
   * @returns what the far side answered, redacted; with `isSkipped` why this channel says nothing of it.
   * @throws {DeliveryError} when it did not take it.
   */
  deliver(message: Message): Promise<{ answer: string; isSkipped?: true }>;
  close(): void;
};

/** The far side did not take the message. `message` is redacted: it may be kept and logged. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  /** Trying again cannot help. */
  readonly permanent: boolean;
  /** What the far side asked for; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** The destination could not be reached or used: nothing is wrong with this message. */
  readonly destinationAway: boolean;
  /** The target has said that it will never take a message: its subscription is set aside. */
  readonly targetGone: boolean;

  constructor(
    message: string,
    more: { permanent?: boolean; retryAfterMs?: number | null; destinationAway?: boolean; targetGone?: boolean } = {},
  ) {
    super(message);
    this.targetGone = more.targetGone ?? false;
    this.permanent = more.permanent ?? this.targetGone;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.destinationAway = more.destinationAway ?? false;
  }
}
