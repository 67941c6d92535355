import type { Failure } from "./classify.ts";

/** The lines of INFO by name; what is not there was not visible to us. */
export type Info = Readonly<Record<string, string>>;

export function parseInfo(text: string): Info {
  const info: Record<string, string> = Object.create(null);
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0 && !line.startsWith("#")) info[line.slice(0, colon)] = line.slice(colon + 1);
  }
  return info;
}

/** The keys of all databases; null when the keyspace was not visible. An empty Redis lists none. */
export function keyCount(info: Info): number | null {
  if (info.run_id === undefined) return null;
  let keys = 0;
  for (const [name, value] of Object.entries(info)) {
    if (/^db\d+$/.test(name)) keys += Number(/keys=(\d+)/.exec(value)?.[1] ?? 0);
  }
  return keys;
}

/** What INFO alone says is wrong (redis.md §1); null when it says nothing is. */
export function judgeInfo(info: Info): Failure | null {
  if (info.loading === "1") return { cause: "state.loading", status: "major_outage", code: "loading" };
  if (info.aof_last_write_status === "err")
    return { cause: "persist.aof_failing", status: "partial_outage", code: "aof_last_write_status" };
  const used = Number(info.used_memory);
  const limit = Number(info.maxmemory);
  if (limit > 0 && used >= limit && info.maxmemory_policy === "noeviction") {
    return { cause: "state.oom", status: "partial_outage", code: "used_memory" };
  }
  const clients = Number(info.connected_clients);
  const maxClients = Number(info.maxclients);
  if (maxClients > 0 && clients >= maxClients)
    return { cause: "clients.max", status: "degraded_performance", code: "connected_clients" };
  return null;
}

const FACTS = [
  "redis_version",
  "role",
  "uptime_in_seconds",
  "used_memory",
  "maxmemory",
  "maxmemory_policy",
  "connected_clients",
  "maxclients",
  "rejected_connections",
  "loading",
  "loading_loaded_perc",
  "loading_eta_seconds",
  "rdb_last_bgsave_status",
  "aof_last_write_status",
];

/** What operators see beside a diagnosis. No addresses, no secrets: INFO holds none in these lines. */
export function factsOf(info: Info): Record<string, string | number> {
  const seen = FACTS.filter((name) => info[name] !== undefined).map(
    (name) => [name, numeric(info[name] as string)] as const,
  );
  const keys = keyCount(info);
  return { ...Object.fromEntries(seen), ...(keys === null ? {} : { keys }) };
}

function numeric(value: string): string | number {
  return /^\d{1,15}$/.test(value) ? Number(value) : value;
}
