import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { admit, type Patient, type Specimen } from "./specimen.ts";
import { type Manner, startProxy } from "./unreliable-proxy.ts";

const GONE = { sessions: "major_outage", queue: "major_outage", cache: "degraded_performance" } as const;
const NO_WRITES = { sessions: "partial_outage", queue: "major_outage", cache: "degraded_performance" } as const;

type Case = Pick<Specimen, "cause" | "roles"> & {
  args?: readonly string[];
  prepare?(redis: Patient): Promise<unknown>;
  inject(redis: Patient): Promise<unknown>;
  mend(redis: Patient): Promise<unknown>;
};

/** A Redis of its own, watched directly. */
function direct(key: string, of: Case): () => Promise<Specimen> {
  return async () => {
    const redis = await admit(of.args);
    await of.prepare?.(redis);
    return {
      key,
      monitor: `type: redis, url: "${redis.url}"`,
      inject: () => of.inject(redis),
      mend: () => of.mend(redis),
      cause: of.cause,
      ...(of.roles ? { roles: of.roles } : {}),
      stop: () => redis.stop(),
    };
  };
}

/** A healthy Redis behind something that fails. */
function behind(key: string, manner: Manner, expected: Pick<Specimen, "cause" | "roles">): () => Promise<Specimen> {
  return async () => {
    const redis = await admit();
    const proxy = await startProxy(redis.port);
    return {
      key,
      monitor: `type: redis, url: "${proxy.url}"`,
      inject: async () => proxy.behave(manner),
      mend: async () => proxy.behave("pass"),
      ...expected,
      async stop() {
        await proxy.stop();
        await redis.stop();
      },
    };
  };
}

async function fill(redis: Patient, keys: number): Promise<void> {
  await redis.ask("EVAL", "for i = 1, ARGV[1] do redis.call('SET', 'filled:' .. i, i) end", 0, keys);
}

/** Connections that hold a place each, and do nothing. */
function crowd(): { enter(port: number, count: number): Promise<void>; leave(): void } {
  const sockets: Socket[] = [];
  return {
    async enter(port, count) {
      for (let i = 0; i < count; i += 1) {
        const socket = connect(port, "127.0.0.1");
        socket.on("error", () => undefined);
        sockets.push(socket);
        await new Promise((resolve) => socket.once("connect", resolve));
      }
    },
    leave() {
      for (const socket of sockets.splice(0)) socket.destroy();
    },
  };
}

function fullTable(): Case {
  const idle = crowd();
  return {
    cause: "clients.max",
    roles: { sessions: "degraded_performance", queue: "degraded_performance", cache: "degraded_performance" },
    async inject(redis) {
      await redis.ask("CONFIG", "SET", "maxclients", 40);
      await idle.enter(redis.port, 60);
    },
    mend: async () => idle.leave(),
  };
}

function unwritableFolder(): Case {
  let folder = "";
  return {
    cause: "persist.rdb_failing",
    roles: NO_WRITES,
    args: ["--save", "3600 1", "--enable-protected-configs", "yes"],
    async inject(redis) {
      folder = mkdtempSync(join(tmpdir(), "pulsepage-rdb-"));
      await redis.ask("CONFIG", "SET", "dir", folder);
      rmSync(folder, { recursive: true });
      await redis.ask("SET", "changed", 1);
      await redis.ask("BGSAVE");
    },
    async mend(redis) {
      mkdirSync(folder, { recursive: true });
      await redis.ask("CONFIG", "SET", "dir", folder);
      await redis.ask("BGSAVE");
    },
  };
}

function evicting(): Case {
  let writing: NodeJS.Timeout | undefined;
  return {
    cause: "mem.evicting",
    roles: { sessions: "degraded_performance", queue: "degraded_performance", cache: "operational" },
    async inject(redis) {
      await redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      await redis.ask("CONFIG", "SET", "maxmemory", "3mb");
      let round = 0;
      writing = setInterval(() => {
        round += 1;
        const script = "for i = 1, 200 do redis.call('SET', ARGV[1] .. i, string.rep('x', 4000)) end";
        redis.ask("EVAL", script, 0, `evict:${round}:`).catch(() => undefined);
      }, 100);
    },
    async mend(redis) {
      clearInterval(writing);
      await redis.ask("CONFIG", "SET", "maxmemory", 0);
    },
  };
}

/** Every failure class of one Redis by itself. */
export const STANDALONE: readonly (() => Promise<Specimen>)[] = [
  direct("killed", {
    cause: "conn.refused",
    roles: GONE,
    inject: (redis) => redis.kill("SIGKILL"),
    mend: (redis) => redis.restart(),
  }),
  direct("frozen", {
    cause: "conn.hung",
    roles: GONE,
    inject: (redis) => redis.kill("SIGSTOP"),
    mend: (redis) => redis.kill("SIGCONT"),
  }),
  behind("swallowed", "swallow", { cause: "conn.hung", roles: GONE }),
  behind("closed", "close", { cause: "conn.closed", roles: GONE }),
  behind("reset", "reset", { cause: "conn.reset", roles: GONE }),
  behind("stranger", "http", { cause: "proto.not_redis", roles: GONE }),
  behind("late", "late", {
    cause: "perf.slow",
    roles: { sessions: "degraded_performance", queue: "degraded_performance", cache: "degraded_performance" },
  }),
  direct("crowded", fullTable()),
  direct("loading", {
    cause: "state.loading",
    roles: GONE,
    args: ["--key-load-delay", "2000", "--loading-process-events-interval-bytes", "1024"],
    prepare: async (redis) => {
      await fill(redis, 4_000);
      await redis.ask("SAVE");
    },
    inject: async (redis) => {
      await redis.kill("SIGKILL");
      await redis.restart();
    },
    mend: async () => undefined,
  }),
  direct("scripted", {
    cause: "state.busy",
    roles: GONE,
    args: ["--lua-time-limit", "100"],
    inject: async (redis) => {
      redis.ask("EVAL", "while true do end", 0).catch(() => undefined);
    },
    mend: (redis) => redis.say("SCRIPT KILL"),
  }),
  direct("full", {
    cause: "state.oom",
    roles: { sessions: "partial_outage", queue: "partial_outage", cache: "degraded_performance" },
    inject: (redis) => redis.ask("CONFIG", "SET", "maxmemory", 1),
    mend: (redis) => redis.ask("CONFIG", "SET", "maxmemory", 0),
  }),
  direct("unsaved", unwritableFolder()),
  direct("demoted", {
    cause: "state.readonly",
    roles: NO_WRITES,
    prepare: (redis) => fill(redis, 10),
    inject: (redis) => redis.ask("REPLICAOF", "127.0.0.1", 1),
    mend: (redis) => redis.ask("REPLICAOF", "NO", "ONE"),
  }),
  direct("orphaned", {
    cause: "state.masterdown",
    roles: GONE,
    args: ["--replica-serve-stale-data", "no"],
    inject: (redis) => redis.ask("REPLICAOF", "127.0.0.1", 1),
    mend: (redis) => redis.ask("REPLICAOF", "NO", "ONE"),
  }),
  direct("alone", {
    cause: "state.noreplicas",
    roles: NO_WRITES,
    inject: (redis) => redis.ask("CONFIG", "SET", "min-replicas-to-write", 1),
    mend: (redis) => redis.ask("CONFIG", "SET", "min-replicas-to-write", 0),
  }),
  direct("evicting", evicting()),
  direct("emptied", {
    cause: "data.keyspace_loss",
    roles: { sessions: "degraded_performance", queue: "partial_outage", cache: "degraded_performance" },
    prepare: (redis) => fill(redis, 500),
    inject: (redis) => redis.ask("FLUSHALL"),
    mend: (redis) => fill(redis, 500),
  }),
  direct("wiped", {
    cause: "data.keyspace_loss",
    roles: { sessions: "degraded_performance", queue: "partial_outage", cache: "degraded_performance" },
    prepare: (redis) => fill(redis, 500),
    inject: async (redis) => {
      await redis.kill("SIGKILL");
      await redis.restart();
    },
    mend: (redis) => fill(redis, 500),
  }),
  direct("near", {
    cause: "mem.limit",
    prepare: (redis) => fill(redis, 20_000),
    inject: async (redis) => {
      const used = Number(/used_memory:(\d+)/.exec(String(await redis.ask("INFO", "memory")))?.[1]);
      await redis.ask("CONFIG", "SET", "maxmemory", Math.round(used / 0.94));
    },
    mend: (redis) => redis.ask("CONFIG", "SET", "maxmemory", 0),
  }),
];
