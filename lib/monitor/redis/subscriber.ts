import type { Redis } from "ioredis";
import { monitorConnection } from "./client.ts";
import type { RedisTarget } from "./target.ts";

const ARRIVAL_MS = 1_000;

/** A connection that listens on one channel, and says when something has arrived. */
export class Subscriber {
  readonly #redis: Redis;
  #isListening = false;
  #heard: (() => void) | null = null;

  constructor(target: RedisTarget, channel: string, monitorKey: string) {
    this.#redis = monitorConnection(target, `status-${monitorKey}-listener`);
    this.#redis.on("error", () => undefined);
    this.#redis.on("close", () => {
      this.#isListening = false;
    });
    this.#redis.on("ready", () => {
      // Whoever may not subscribe does not listen: then there is nothing to find.
      this.#redis.subscribe(channel).then(
        () => {
          this.#isListening = true;
        },
        () => undefined,
      );
    });
    this.#redis.on("message", () => this.#heard?.());
    this.#redis.connect().catch(() => undefined);
  }

  isListening(): boolean {
    return this.#isListening;
  }

  /** Whether the next message comes within a second. */
  arrival = (): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ARRIVAL_MS);
      this.#heard = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });

  renew(): void {
    if (this.#redis.status === "ready") this.#redis.disconnect(true);
  }

  stop(): void {
    this.#redis.disconnect();
  }
}
