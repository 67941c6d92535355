import type { CheckView } from "#components/console/check-row.tsx";
import { formatBytes } from "#lib/domain/bytes.ts";
import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import { HOUR, type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { SystemState } from "#lib/keep/system.ts";
import type { OutboxSummary } from "#lib/store/deliveries.ts";
import type { Row } from "#lib/store/schema.ts";

/** A daily backup that is older than this was missed. */
const BACKUP_LATE_MS = 26 * HOUR;
const CLOCK_OFF_MS = 2 * SECOND;
const LOOK_LATE_MS = 30 * SECOND;
const WAITS_LONG_MS = 10 * MINUTE;
const SELF_TEST_LEASE_MS = 55 * MINUTE;

const FROM = {
  file: "From status.yaml",
  store: "Applied with “pulsepage apply”",
  default: "None yet: the Redis at REDIS_URL is watched",
};

/** What this installation says of itself, thing by thing: how it is, and what to do where it is not well. */
export function systemChecks(
  state: SystemState,
  { outbox, alarms, timeZone }: { outbox: OutboxSummary; alarms: readonly Row<"alarm">[]; timeZone: string },
  now: Instant,
): CheckView[] {
  const moment = (at: Instant) => formatMoment(at, timeZone, now);
  return [
    worker(state, now),
    well("Web", `Answers, for ${formatDuration(state.webUpMs)} now`),
    well("Front", "Handed this page on to you"),
    store(state),
    backup(state, moment, now),
    disk(state),
    clock(state),
    configuration(state, moment),
    waiting(outbox, now),
    mail(state, alarms, moment),
  ];
}

function worker({ worker: one }: SystemState, now: Instant): CheckView {
  const todo = "Look at the worker's log. Without it nothing is watched and no notice leaves.";
  if (one === null || one.expiresAt <= now) {
    const since = one === null ? "" : ` for ${formatDuration(now - one.expiresAt)}`;
    return { name: "Worker", state: "wrong", says: `No worker has reported${since}`, todo };
  }
  if (one.lookedAt === null) return well("Worker", "Works. It has not looked at anything yet");
  const ago = now - one.lookedAt;
  const says = `Works, last look ${formatDuration(Math.max(ago, 0))} ago`;
  return ago > LOOK_LATE_MS ? { name: "Worker", state: "careful", says, todo } : well("Worker", says);
}

function store({ store: one }: SystemState): CheckView {
  const says = `${one.engine === "sqlite" ? "SQLite" : "PostgreSQL"}, ${formatBytes(one.bytes)}, schema ${one.schema}`;
  if (one.fault !== null)
    return { name: "Store", state: "wrong", says: `${says}. It takes no writes`, todo: one.fault };
  return well("Store", `${says}. Takes writes`);
}

function backup({ backup: one }: SystemState, moment: (at: Instant) => string, now: Instant): CheckView {
  const todo = "Run “pulsepage backup” on this host and see what it says.";
  if (one === null) return { name: "Backup", state: "careful", says: "None in this host's data folder yet", todo };
  const says = `${moment(one.madeAt)}, ${formatBytes(one.bytes)}, read back as it was written; ${one.kept} kept`;
  return now - one.madeAt > BACKUP_LATE_MS
    ? { name: "Backup", state: "wrong", says: `The last one is old: ${says}`, todo }
    : well("Backup", says);
}

function disk({ disk: one }: SystemState): CheckView {
  if (one === null)
    return { name: "Disk", state: "careful", says: "Not known here", todo: "Look at it by other means." };
  const share = one.freeBytes / Math.max(one.bytes, 1);
  const says = `${formatBytes(one.freeBytes)} of ${formatBytes(one.bytes)} free`;
  const todo = "Free some space: a full disk stops every write.";
  if (share < 0.03) return { name: "Disk", state: "wrong", says, todo };
  return share < 0.1 ? { name: "Disk", state: "careful", says, todo } : well("Disk", says);
}

function clock({ clockMs, store: { engine } }: SystemState): CheckView {
  const off = Math.abs(clockMs);
  if (off <= CLOCK_OFF_MS)
    return well("Clock", engine === "sqlite" ? "One host, one clock" : "Agrees with the store's");
  const says = `${formatDuration(off)} ${clockMs > 0 ? "behind" : "ahead of"} the store's`;
  return { name: "Clock", state: "wrong", says, todo: "Set the clocks of all hosts by the same server (NTP)." };
}

function configuration({ configuration: one }: SystemState, moment: (at: Instant) => string): CheckView {
  const says = `${FROM[one.from]}${one.changedAt === null ? "" : `, last changed ${moment(one.changedAt)}`}`;
  if (one.fault === null) return well("Configuration", says);
  const name = "Configuration";
  return { name, state: "wrong", says: `${says}. It is not usable, so the one before stays in force`, todo: one.fault };
}

function waiting(outbox: OutboxSummary, now: Instant): CheckView {
  const all = Object.values(outbox);
  const queued = all.reduce((sum, one) => sum + one.queued, 0);
  if (queued === 0) return well("Outbox", "Empty: everything that was owed has been sent");
  const oldest = Math.min(...all.flatMap((one) => one.oldestQueuedAt ?? []));
  const says = `${queued.toLocaleString("en-US")} waiting, the oldest for ${formatDuration(now - oldest)}`;
  return now - oldest > WAITS_LONG_MS
    ? { name: "Outbox", state: "wrong", says, todo: "Deliveries says which channel does not take them." }
    : well("Outbox", says);
}

function mail({ mailTest }: SystemState, alarms: readonly Row<"alarm">[], moment: (at: Instant) => string): CheckView {
  const name = "Self-checks";
  const [first] = alarms;
  if (first) return { name, state: "wrong", says: first.answer, todo: `Since ${moment(first.since)}.` };
  if (mailTest === null) return well(name, "Nothing is wrong. Mail is looked at every hour once a mail server is set");
  return well(name, `Nothing is wrong. Mail was last looked at ${moment(mailTest.expiresAt - SELF_TEST_LEASE_MS)}`);
}

function well(name: string, says: string): CheckView {
  return { name, state: "well", says, todo: null };
}
