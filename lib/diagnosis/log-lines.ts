/** What a warning in a Redis log file means. The id's rule stands in rules/logs.ts. */
export type LogClass = {
  /** Name of the fact that counts such lines: `log_oom`. */
  fact: string;
  pattern: RegExp;
};

/** Classes of lines, the first that fits counts. Texts: Redis 6 and 7 sources, as their logs print them. */
export const LOG_CLASSES: readonly LogClass[] = [
  { fact: "log_oom", pattern: /Out Of Memory allocating|OOM loading DB/i },
  { fact: "log_crashed", pattern: /crashed by signal|REDIS BUG REPORT START|ASSERTION FAILED|Guru Meditation/ },
  {
    fact: "log_data_damaged",
    pattern:
      /Bad file format reading|Wrong signature trying to load|Short read|Wrong RDB checksum|Fatal error loading the DB|Internal error in RDB reading/i,
  },
  { fact: "log_fork_failed", pattern: /fork: Cannot allocate memory|Can't (save|rewrite|BGSAVE)[^:]*: fork/i },
  { fact: "log_overcommit", pattern: /overcommit_memory|Memory overcommit must be enabled/i },
  { fact: "log_disk_full", pattern: /No space left on device|Disk quota exceeded|File too large/i },
  {
    fact: "log_disk_refused",
    pattern:
      /(Failed opening|Can't open|Error opening|Error moving|Write error).*(Permission denied|Read-only file system)/i,
  },
  { fact: "log_aof_fsync_slow", pattern: /Asynchronous AOF fsync is taking too long/i },
  {
    fact: "log_misconf",
    pattern: /MISCONF|Error writing to the AOF file|AOF write error|Can't recover from AOF write error/i,
  },
  {
    fact: "log_save_failed",
    pattern:
      /Background saving (error|terminated by signal)|Background AOF rewrite terminated|Write error saving DB|Error moving temp (DB|append only) file/i,
  },
  {
    fact: "log_output_buffer",
    pattern: /overcoming of output buffer limits|closing client that reached max query buffer/i,
  },
  {
    fact: "log_maxclients",
    pattern:
      /max number of clients|maxclients has been reduced|Too many open files|Error accepting a client connection/i,
  },
  { fact: "log_attack", pattern: /Possible SECURITY ATTACK/i },
  { fact: "log_protected", pattern: /protected mode/i },
  { fact: "log_slow_script", pattern: /Slow script detected/i },
  {
    fact: "log_replication_refused",
    pattern: /Unable to AUTH to MASTER|MASTER aborted replication with an error|Error reply to PING from master/i,
  },
  {
    fact: "log_replication_lost",
    pattern:
      /Connection with (master|replica) .*lost|MASTER timeout|Disconnecting timedout replica|Error condition on socket for SYNC/i,
  },
  { fact: "log_port_taken", pattern: /Address already in use|Failed listening on port/i },
  { fact: "log_huge_pages", pattern: /Transparent Huge Pages/i },
  {
    fact: "log_stopped",
    pattern: /Received SIG(TERM|INT|HUP)|Received shutdown signal|User requested shutdown|Redis is now ready to exit/i,
  },
];

/** What makes an earlier stop or crash old news. */
export const STARTED = /Ready to accept connections/;

/** The name of the fact that counts lines of this sort; null for one that says nothing is wrong. */
export function classifyLogLine(line: string): string | null {
  return LOG_CLASSES.find(({ pattern }) => pattern.test(line))?.fact ?? null;
}
