import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Info } from "#lib/monitor/redis/info.ts";

/** The lines of INFO a recording keeps: none of them holds an address or a secret. */
const LINES = `redis_version redis_mode run_id uptime_in_seconds connected_clients blocked_clients maxclients
  client_recent_max_output_buffer used_memory used_memory_rss used_memory_peak maxmemory maxmemory_policy
  mem_fragmentation_ratio mem_fragmentation_bytes allocator_frag_ratio loading loading_loaded_perc loading_eta_seconds
  rdb_changes_since_last_save rdb_bgsave_in_progress rdb_last_save_time rdb_last_bgsave_status rdb_last_bgsave_time_sec
  aof_enabled aof_rewrite_in_progress aof_last_bgrewrite_status aof_last_write_status aof_current_size aof_base_size
  aof_delayed_fsync total_connections_received total_commands_processed instantaneous_ops_per_sec
  instantaneous_input_kbps instantaneous_output_kbps rejected_connections sync_full sync_partial_ok sync_partial_err
  expired_keys evicted_keys keyspace_hits keyspace_misses pubsub_channels latest_fork_usec total_error_replies role
  connected_slaves master_link_status master_last_io_seconds_ago master_sync_in_progress master_link_down_since_seconds
  min_slaves_good_slaves master_repl_offset slave_repl_offset used_cpu_sys used_cpu_user cluster_enabled`.split(/\s+/);

/** Chosen lines of INFO as facts, and each database's keys. */
export function infoExcerpt(info: Info): Facts {
  const chosen = LINES.flatMap((name) => (info[name] === undefined ? [] : [[name, valueIn(info[name])] as const]));
  const databases = Object.entries(info).filter(([name]) => /^(db\d+|errorstat_[A-Z]+)$/.test(name));
  return Object.fromEntries([...chosen, ...databases]);
}

function valueIn(text: string): string | number {
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text.slice(0, 60);
}
