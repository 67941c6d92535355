import type { Facts } from "#lib/domain/diagnosis.ts";
import { fieldsOf, type Info, keyCount, numberOf, serverTimeMs } from "./info.ts";

/** Lines of INFO that are facts as they stand. None holds an address or a secret. */
const VERBATIM = `
  redis_version redis_mode role uptime_in_seconds connected_clients maxclients blocked_clients
  used_memory used_memory_rss used_memory_peak maxmemory maxmemory_policy mem_fragmentation_ratio mem_fragmentation_bytes
  loading loading_loaded_perc loading_eta_seconds rdb_last_bgsave_status rdb_changes_since_last_save rdb_bgsave_in_progress
  aof_enabled aof_last_write_status aof_last_bgrewrite_status instantaneous_ops_per_sec rejected_connections
  connected_slaves min_slaves_good_slaves master_link_status master_link_down_since_seconds master_sync_in_progress
  sync_full cluster_enabled`
  .trim()
  .split(/\s+/);

/** What INFO says, as facts: its lines by their own names, and what follows from several of them. */
export function infoFacts(info: Info): Facts {
  const facts: Record<string, string | number> = {};
  for (const name of VERBATIM) {
    const value = info[name];
    if (value !== undefined && value !== "") facts[name] = plain(value);
  }
  const derived = {
    keys: keyCount(info) ?? Number.NaN,
    fork_ms: numberOf(info, "latest_fork_usec") / 1_000,
    rdb_age_s: ageOfSave(info),
    ...replicaLag(info),
  };
  for (const [name, value] of Object.entries(derived)) {
    if (!Number.isNaN(value)) facts[name] = Math.round(value);
  }
  return facts;
}

function plain(text: string): string | number {
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text.slice(0, 60);
}

function ageOfSave(info: Info): number {
  const now = serverTimeMs(info);
  return now === null ? Number.NaN : Math.max(0, now / 1_000 - numberOf(info, "rdb_last_save_time"));
}

/** How far the replica that is farthest behind is behind, as its primary sees it; NaN without replicas. */
function replicaLag(info: Info): { replica_lag_s: number; replica_lag_bytes: number } {
  const offset = numberOf(info, "master_repl_offset");
  const replicas = Object.entries(info).flatMap(([name, value]) => (/^slave\d+$/.test(name) ? [fieldsOf(value)] : []));
  const worst = (each: (fields: Readonly<Record<string, string>>) => number) =>
    replicas.length === 0 ? Number.NaN : Math.max(...replicas.map(each));
  return {
    replica_lag_s: worst((fields) => Number(fields.lag)),
    replica_lag_bytes: worst((fields) => offset - Number(fields.offset)),
  };
}
