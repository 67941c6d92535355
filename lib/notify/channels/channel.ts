import type { Notice } from "#lib/notify/messages/notice.ts";
import type { ConfirmPayload } from "#lib/services/confirmation.ts";
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
);

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
   * @returns what the far side answered, redacted.
   * @throws {DeliveryError} when it did not take it.
   */
  deliver(message: Message): Promise<{ answer: string }>;
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

  constructor(
    message: string,
    more: { permanent?: boolean; retryAfterMs?: number | null; destinationAway?: boolean } = {},
  ) {
    super(message);
    this.permanent = more.permanent ?? false;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.destinationAway = more.destinationAway ?? false;
  }
}
