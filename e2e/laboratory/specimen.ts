import { Redis } from "ioredis";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";

/** One failure class: a real target, how it is broken and mended, and what must be said of it. */
export type Specimen = {
  /** Key of its monitor and beginning of its components' slugs. */
  key: string;
  /** The monitor's own settings in YAML flow style, without key and components: `type: redis, url: "redis://…"`. */
  monitor: string;
  inject(): Promise<unknown>;
  mend(): Promise<unknown>;
  cause: string;
  /** What the page must show by role while it lasts. Not given: a note for operators, and all is well. */
  roles?: Partial<Record<"sessions" | "queue" | "cache", EffectiveStatus>>;
  /** The cause that remains after the mend; all is well when not given. */
  afterwards?: string;
  stop(): Promise<void>;
};

export type Patient = RedisServer & {
  /** Gives a command as an operator would; reconnects by itself after a restart. */
  ask(name: string, ...words: (string | number)[]): Promise<unknown>;
};

/** A real Redis and an operator's connection to it. */
export async function admit(args: readonly string[] = []): Promise<Patient> {
  const server = await startRedis(args);
  const client = new Redis({ port: server.port, host: "127.0.0.1", lazyConnect: true, retryStrategy: () => 50 });
  client.on("error", () => undefined);
  await client.connect();
  return {
    ...server,
    ask: (name, ...words) => client.call(name, ...words.map(String)),
    async stop() {
      client.disconnect();
      await server.stop();
    },
  };
}
