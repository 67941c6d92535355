import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import type { Role } from "#lib/domain/role.ts";
import type { AskTarget } from "#lib/monitor/probes/probe.ts";
import type { OptionalQuestions } from "#lib/monitor/recorder/optional.ts";
import { SteadyKeys } from "./data-loss.ts";
import { fieldsOf, type Info, numberOf } from "./info.ts";

/** Which keys are sessions: those of one database, or those of a pattern in the monitor's own. */
export type SessionsSettings = { db?: number | undefined; pattern?: string | undefined };

/** Keys looked at in one page, and pages in one look: a millisecond of the target's time each. */
const PAGE = 1_000;
const PAGES_MAX = 3;
/** With fewer matches in a sample its share is a guess. */
const MATCHES_AT_LEAST = 20;
/** How long it is said that they are gone, unless half of them is back sooner. */
const SAID_FOR_MS = 10 * MINUTE;

/** How many sessions there are, and whether nearly all went at once, though they did not expire. */
export class SessionWatch {
  readonly #settings: SessionsSettings | null;
  readonly #usedFor: string;
  readonly #matches: (key: string) => boolean;
  readonly #steady = new SteadyKeys();
  #keys: number | null = null;
  #isSure = false;
  #lost: { at: Instant; keys: number } | null = null;

  constructor(settings: SessionsSettings | null, roles: readonly Role[]) {
    this.#settings = settings;
    this.#usedFor = [...new Set(roles)].toSorted().join(", ");
    this.#matches = matcher(settings?.pattern ?? "*");
  }

  /** Counts once more. What is not visible is left out, never an alarm. */
  async look(ask: AskTarget, questions: OptionalQuestions, info: Info, now: Instant): Promise<void> {
    if (this.#settings === null || info.run_id === undefined || info.loading === "1") return;
    const seen = await this.#count(ask, questions, info, now);
    this.#keys = seen?.keys ?? null;
    // A few matches more or less in a sample are chance; none where there were many is not.
    if (seen === null || !(seen.isSure || this.#isSure)) return;
    this.#isSure = seen.isSure;
    this.#remember(seen.keys, info, now);
  }

  facts(now: Instant): Facts {
    const lost = this.#lost !== null && now - this.#lost.at < SAID_FOR_MS ? this.#lost : null;
    return {
      ...(this.#usedFor === "" ? {} : { used_for: this.#usedFor }),
      ...(this.#keys === null ? {} : { session_keys: this.#keys }),
      ...(lost === null ? {} : { session_keys_before: lost.keys }),
    };
  }

  #remember(keys: number, info: Info, now: Instant): void {
    const expired = numberOf(info, "expired_keys");
    const look = { runId: String(info.run_id), keys, flushes: Number.NaN, went: expired };
    const before = this.#steady.take(look, now);
    if (before !== null) this.#lost = { at: now, keys: before };
    else if (this.#lost !== null && keys * 2 >= this.#lost.keys) this.#lost = null;
  }

  async #count(
    ask: AskTarget,
    questions: OptionalQuestions,
    info: Info,
    now: Instant,
  ): Promise<{ keys: number; isSure: boolean } | null> {
    const db = this.#settings?.db;
    if (db !== undefined) return { keys: Number(fieldsOf(info[`db${db}`]).keys ?? 0), isSure: true };
    const size = Number(await questions.ask(ask, now, "DBSIZE"));
    if (Number.isNaN(size)) return null;
    let cursor = "0";
    let looked = 0;
    let matched = 0;
    for (let page = 0; page < PAGES_MAX && matched < MATCHES_AT_LEAST; page += 1) {
      const answer = await questions.ask(ask, now, "SCAN", cursor, "COUNT", String(PAGE));
      if (!Array.isArray(answer) || !Array.isArray(answer[1])) return null;
      const keys = answer[1].map(String);
      cursor = String(answer[0]);
      looked += keys.length;
      // Names of sessions are secrets: they are counted, and forgotten.
      matched += keys.filter(this.#matches).length;
      if (cursor === "0") return { keys: matched, isSure: true };
    }
    return looked === 0 ? null : { keys: Math.round((matched / looked) * size), isSure: matched >= MATCHES_AT_LEAST };
  }
}

/** A glob as Redis reads it: `*`, `?`, `[…]`, and a backslash before what is meant literally. */
function matcher(pattern: string): (key: string) => boolean {
  const source = pattern.replace(/\\.|\[\^?(?:\\.|[^\]\\])*\]|[\s\S]/g, (part) => {
    if (part === "*") return "[\\s\\S]*";
    if (part === "?") return "[\\s\\S]";
    if (part.length > 1 && part.startsWith("[")) return part;
    const literal = part.startsWith("\\") && part.length > 1 ? part.slice(1) : part;
    return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  const regular = new RegExp(`^${source}$`);
  return (key) => regular.test(key);
}
