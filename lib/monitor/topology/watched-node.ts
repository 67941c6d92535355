import type { Redis } from "ioredis";
import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import { type RedisMemory, readMemory } from "#lib/monitor/redis/data-loss.ts";
import { RedisFacts } from "#lib/monitor/redis/facts.ts";
import { Liveness, type Verdict } from "#lib/monitor/redis/liveness.ts";
import type { RedisTarget } from "#lib/monitor/redis/target.ts";
import { within } from "#lib/monitor/redis/within.ts";

const ASK_MS = 500;

type Parts = {
  target: RedisTarget;
  name: string;
  everyMs: number;
  clock: () => Instant;
  /** What was remembered of it; null for one that is new to us. */
  memory: Readonly<Record<string, string | number>> | null;
  /** Called when it stops or begins to answer. */
  turned: () => void;
};

/** One data node of a deployment: watched by itself, as any Redis is. */
export class WatchedNode {
  readonly target: RedisTarget;
  readonly #redis: Redis;
  readonly #facts: RedisFacts;
  readonly #liveness: Liveness;
  #verdict: Verdict | null = null;

  constructor({ target, name, everyMs, clock, memory, turned }: Parts) {
    this.target = target;
    this.#redis = monitorConnection(target, name);
    this.#facts = new RedisFacts({
      target,
      redis: this.#redis,
      memory: memory === null ? null : readMemory(memory),
      roles: new Set(),
      pingEveryMs: everyMs,
    });
    this.#liveness = new Liveness({
      target,
      redis: this.#redis,
      everyMs,
      clock,
      look: (again) => this.#facts.look(clock(), again),
      give: (verdict) => {
        const before = this.#verdict;
        this.#verdict = verdict;
        if (verdict.failure && verdict.failure.reply === undefined && verdict.since !== null) this.#facts.forget();
        if (before === null || (before.failure === null) !== (verdict.failure === null)) turned();
      },
      seenFresh: () => undefined,
    });
  }

  /** Whether it answers; null before the first look. */
  verdict(): Verdict | null {
    return this.#verdict;
  }

  /** What was visible of it at the last look. */
  facts(): Facts {
    return this.#facts.facts();
  }

  memory(): RedisMemory | null {
    return this.#facts.memory();
  }

  /** @throws when it is refused, late, or not connected; the error may hold secrets. */
  ask(command: string, ...args: readonly string[]): Promise<unknown> {
    return within(this.#redis.call(command, ...args), ASK_MS);
  }

  stop(): void {
    this.#liveness.stop();
  }
}

/** `host:port`; an IPv6 address in brackets. */
export function addressOf({ host, port }: Pick<RedisTarget, "host" | "port">): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The same kind of node at another address: credentials and TLS as given. @returns null when it is no address. */
export function targetAt(address: string, like: RedisTarget): RedisTarget | null {
  const match = /^\[?(.+?)\]?:(\d{1,5})$/.exec(address);
  if (!match) return null;
  const host = match[1] as string;
  return { ...like, host, port: Number(match[2]) };
}
