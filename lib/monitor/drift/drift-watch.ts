import type { Facts } from "#lib/domain/diagnosis.ts";
import {
  type ChangeKind,
  changesBetween,
  changeText,
  mergeFingerprints,
  type TargetChange,
} from "#lib/domain/drift.ts";
import { HOUR, type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { AskTarget } from "#lib/monitor/probes/probe.ts";
import type { OptionalQuestions } from "#lib/monitor/recorder/optional.ts";
import type { Info } from "#lib/monitor/redis/info.ts";
import { type KeptFingerprint, noteTargetChanges } from "#lib/services/note-target-changes.ts";
import type { Database } from "#lib/store/database.ts";
import type { Lease } from "#lib/store/leases.ts";
import { listTargetChanges } from "#lib/store/target-changes.ts";
import { readTargetMemory } from "#lib/store/target-memory.ts";
import { configSetCalls, ofAnyNode, readFingerprint } from "./fingerprint.ts";

const READ_EVERY_MS = MINUTE;
/** So often it is written down that nothing changed: after a restart of ours that is when it was seen last. */
const WRITE_EVERY_MS = 10 * MINUTE;
/** So long a change stands among the notes of what is found. */
const NOTED_FOR_MS = HOUR;
const NOTED_AT_MOST = 3;
/** Who answers for the settings did these; a failover changes the topology by itself and is told elsewhere. */
const NOTED: readonly ChangeKind[] = ["config", "acl", "version", "modules"];

/** Watches what one target is made of, and writes down what changes. */
export class DriftWatch {
  readonly #store: { db: Database; lease: Lease; monitorId: string };
  readonly #isDeployment: boolean;
  #kept: KeptFingerprint | null = null;
  #hasLoaded = false;
  #calls: number | null = null;
  #readAt: Instant | null = null;
  #writtenAt: Instant = 0;
  #recent: { text: string; at: Instant }[] = [];

  /** `isDeployment`: who answers may be another node than before; what each has of its own is not compared. */
  constructor(store: { db: Database; lease: Lease; monitorId: string }, isDeployment: boolean) {
    this.#store = store;
    this.#isDeployment = isDeployment;
  }

  /**
   * Looks whether anything may have changed, cheaply: a counter that Redis keeps
   * says whether settings were changed at run time; everything is read once a minute.
   */
  async look(target: AskTarget, questions: OptionalQuestions, info: Info, now: Instant): Promise<void> {
    if (info.loading === "1") return;
    await this.#load(now);
    const stats = await questions.ask(target, now, "INFO", "commandstats");
    const calls = typeof stats === "string" ? configSetCalls(stats) : null;
    const isDue = this.#readAt === null || now - this.#readAt >= READ_EVERY_MS || now < this.#readAt;
    if (calls === this.#calls && !isDue) return;
    const read = await readFingerprint(target, questions, info, now);
    const fingerprint = this.#isDeployment ? ofAnyNode(read) : read;
    const before = this.#kept;
    const changes = before ? changesBetween(before.fingerprint, fingerprint) : [];
    const kept = { fingerprint: mergeFingerprints(before?.fingerprint ?? {}, fingerprint), readAt: now };
    const { db, lease, monitorId } = this.#store;
    // Unless it could be kept nothing has been seen: the next look finds it again.
    if (changes.length > 0 || before === null || now - this.#writtenAt >= WRITE_EVERY_MS) {
      await noteTargetChanges(db, lease, { monitorId, changes, unseenSince: before?.readAt ?? now, kept }, now);
      this.#writtenAt = now;
    }
    this.#kept = kept;
    this.#calls = calls;
    this.#readAt = now;
    this.#note(changes, now);
  }

  /** What was changed within the last hour, for the notes of what is found. */
  facts(now: Instant): Facts {
    const recent = this.#recent.filter((one) => now - one.at <= NOTED_FOR_MS);
    this.#recent = recent;
    const latest = recent[0];
    if (!latest) return {};
    const more = recent.length > NOTED_AT_MOST ? `; and ${recent.length - NOTED_AT_MOST} more` : "";
    const texts = recent.slice(0, NOTED_AT_MOST).map((one) => one.text);
    return {
      config_changed: texts.join("; ") + more,
      config_changed_ago_s: Math.max(0, Math.round((now - latest.at) / SECOND)),
    };
  }

  #note(changes: readonly TargetChange[], at: Instant): void {
    const texts = changes.filter((one) => NOTED.includes(one.kind)).map((one) => ({ text: changeText(one), at }));
    this.#recent = [...texts, ...this.#recent];
  }

  async #load(now: Instant): Promise<void> {
    if (this.#hasLoaded) return;
    const { db, monitorId } = this.#store;
    this.#kept = (await readTargetMemory(db, monitorId, "fingerprint")) as KeptFingerprint | null;
    for (const row of (await listTargetChanges(db, [monitorId], now - NOTED_FOR_MS, 50)).reverse())
      this.#note([row], row.seen_at);
    this.#hasLoaded = true;
  }
}
