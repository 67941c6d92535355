/**
 * The settings that are read and compared. A list of what is asked for, not of
 * what is left out: requirepass, masterauth, masteruser and tls-key-file-pass are never read.
 */
export const SETTINGS: readonly string[] = `
  maxmemory maxmemory-policy maxmemory-samples maxmemory-clients maxclients timeout tcp-keepalive
  save appendonly appendfsync no-appendfsync-on-rewrite auto-aof-rewrite-percentage auto-aof-rewrite-min-size
  aof-use-rdb-preamble stop-writes-on-bgsave-error rdbcompression dbfilename dir
  protected-mode bind port tls-port tls-auth-clients databases hz io-threads
  min-replicas-to-write min-replicas-max-lag replica-read-only replica-serve-stale-data replica-priority
  repl-timeout repl-backlog-size repl-diskless-sync client-output-buffer-limit client-query-buffer-limit
  lazyfree-lazy-eviction lazyfree-lazy-expire activedefrag slowlog-log-slower-than latency-monitor-threshold
  notify-keyspace-events lua-time-limit cluster-require-full-coverage cluster-node-timeout`
  .trim()
  .split(/\s+/);
