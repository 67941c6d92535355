import type { Config } from "#lib/config/environment.ts";
import { DAY, type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { HELD_AT_MOST_MS } from "#lib/services/hold-back.ts";
import { releaseHeld } from "#lib/services/release-held.ts";
import { syncSlackSubscriber } from "#lib/services/sync-slack-subscriber.ts";
import { watchOutbox } from "#lib/services/watch-outbox.ts";
import type { Database } from "#lib/store/database.ts";
import { shortenHolds } from "#lib/store/held.ts";
import { pullForward, releaseOwn } from "#lib/store/outbox.ts";
import type { ChannelKind } from "#lib/store/schema.ts";
import { forgetUnconfirmed } from "#lib/store/subscribers.ts";
import { channels } from "./channels/index.ts";
import { composer } from "./compose.ts";
import { Lane } from "./lane.ts";
import { Loop, type Round } from "./loop.ts";
import { SELF_TEST_EVERY_MS, selfTest } from "./self-test.ts";

/** Within the supervisor's ten seconds. */
const FINISH_MS = 8_000;
const FORGET_AFTER_MS = 7 * DAY;
/** Soon after the start, when settings are new, and not while the machine is busy with starting. */
const FIRST_TEST_AFTER_MS = 30 * SECOND;

export type Notify = {
  /** Looks at once for what is due, instead of within 100 ms. */
  wake(): void;
  /** Resolves when all that can be sent now has been sent. What waits for a paused destination does not count. */
  idle(): Promise<void>;
  /** Begins nothing new, waits up to eight seconds for what is under way, and writes down how it ended. */
  stop(): Promise<void>;
};

type Options = {
  db: Database;
  config: Config;
  log: Log;
  clock: () => Instant;
  /** The same after a restart of this worker, and no other running worker's: what it held when it died is freed at once. */
  workerId: string;
};

/**
 * Turns owed updates into messages and delivers them, until it is stopped.
 *
 * Each message is sent at least once: the attempt is written down before it
 * begins, and what a dead worker held is offered again. Each channel has its
 * own queue. Any number of workers share one store.
 */
export function startNotify(options: Options): Notify {
  const { db, config, log, clock, workerId } = options;
  const compose = composer({ db, publicUrl: config.publicUrl, clock });
  const lanes = (Object.keys(channels) as ChannelKind[]).map((kind) => {
    return new Lane({ db, log, clock, workerId }, kind, channels[kind]({ config, db, clock }), compose);
  });
  let isPrepared = false;
  let selfTested = Promise.resolve();
  const wakeLanes = () => {
    for (const loop of laneLoops) loop.wake();
  };
  const keeper = new Loop(async () => {
    // Before the first claim: what is freed here must not be what we hold now.
    if (!isPrepared) {
      await releaseOwn(db, workerId, clock());
      await syncSlackSubscriber(db, config, clock());
      isPrepared = true;
    }
    await testing();
    await keepHouse();
    const isReleasing = await releaseHeld(db, clock());
    if (!(await expandFanout(db, clock())) && !isReleasing) return "quiet";
    wakeLanes();
    return "more";
  }, log);
  const testing = every(
    SELF_TEST_EVERY_MS,
    async () => {
      // Beside the rounds: a mail server that hangs must not hold up what is owed.
      selfTested = selfTest({ db, config, clock, workerId }).catch((error) =>
        log.warn({ err: describeThrown(error) }, "Whether mail can leave could not be looked at."),
      );
    },
    FIRST_TEST_AFTER_MS,
  );
  const keepHouse = every(MINUTE, async () => {
    await watchOutbox(db, config, clock());
    await pullForward(db, clock());
    await shortenHolds(db, clock() + HELD_AT_MOST_MS, clock());
    await forgetUnconfirmed(db, clock() - FORGET_AFTER_MS);
  });
  const laneLoops = lanes.map((lane) => {
    const loop = new Loop(async (): Promise<Round> => (isPrepared ? lane.round() : "waiting"), log);
    lane.onEnded = () => loop.wake();
    return loop;
  });
  return {
    wake() {
      keeper.wake();
      wakeLanes();
    },
    async idle() {
      await keeper.idle();
      await Promise.all(laneLoops.map((loop) => loop.idle()));
    },
    async stop() {
      await Promise.all([keeper, ...laneLoops].map((loop) => loop.stop()));
      await Promise.all([selfTested, ...lanes.map((lane) => lane.finish(FINISH_MS))]);
    },
  };
}

function every(periodMs: number, work: () => Promise<void>, firstAfterMs = 0): () => Promise<void> {
  let next = performance.now() + firstAfterMs;
  return async () => {
    if (performance.now() < next) return;
    await work();
    next = performance.now() + periodMs;
  };
}
