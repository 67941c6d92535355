import { named, number, type Rule, redisCli } from "#lib/diagnosis/rule.ts";

const NOTICED = "The latest backup is older than it should be. Nothing you use is affected.";
const SHOW = redisCli("INFO persistence", "When it last saved, and how that went");

/** Saves of the target itself, and backups that lie in a folder. */
export const BACKUPS: readonly Rule[] = [
  {
    id: "persist.stale",
    title: "has not saved its data for too long",
    noticed: "",
    advice: [
      "What changed since the last save is lost if it stops now.",
      "Look whether saving is configured at all, then save.",
    ],
    commands: [
      SHOW,
      redisCli("CONFIG GET save", "When it saves by itself"),
      redisCli("BGSAVE", "Saves now; forks, which needs memory", "careful"),
    ],
    status: null,
    when: (facts) =>
      number(facts, "rdb_age_s") > number(facts, "backup_promise_s") &&
      number(facts, "rdb_changes_since_last_save") > 0 &&
      facts.aof_enabled !== 1,
    evidence: ["rdb_age_s", "backup_promise_s", "rdb_changes_since_last_save", "aof_enabled"],
  },
  {
    id: "backup.failed",
    title: "the last save of its data failed",
    noticed: "",
    advice: ["Look at the room on its disk and in memory, then save again."],
    commands: [SHOW, redisCli("BGSAVE", "Saves now; forks, which needs memory", "careful")],
    status: null,
    when: (facts) => facts.rdb_last_bgsave_status === "err" || facts.aof_last_bgrewrite_status === "err",
    evidence: ["rdb_last_bgsave_status", "aof_last_bgrewrite_status", "rdb_age_s"],
  },
  {
    id: "backup.missing",
    title: "no backup is there",
    noticed: NOTICED,
    advice: ["Look whether the folder is there and readable for Pulsepage, and whether the backup job ran."],
    commands: [{ run: "ls -la {path}", does: "What lies there", danger: "safe" }],
    status: "degraded_performance",
    when: named("backup.missing"),
    evidence: ["path", "code"],
  },
  {
    id: "backup.stale",
    title: "the newest backup is too old",
    noticed: NOTICED,
    advice: ["Did the backup job run? Look at its scheduler and its log, then run it by hand."],
    commands: [{ run: "ls -lat {path} | head", does: "The newest backups", danger: "safe" }],
    status: "degraded_performance",
    when: (facts) => number(facts, "backup_age_s") > number(facts, "backup_promise_s"),
    evidence: ["backup_age_s", "backup_promise_s", "newest", "path"],
  },
  {
    id: "backup.shrunk",
    title: "the newest backup is much smaller than it should be",
    noticed: "The latest backup looks incomplete. Nothing you use is affected.",
    advice: [
      "Keep the older ones: do not let them be rotated away.",
      "Look whether data is missing in the source too, or the backup was cut off.",
    ],
    commands: [
      { run: "ls -lat {path} | head", does: "Sizes of the newest backups", danger: "safe" },
      { run: "redis-check-rdb {path}/{newest}", does: "Whether the file is whole (RDB)", danger: "safe" },
    ],
    status: "degraded_performance",
    when: (facts) =>
      number(facts, "backup_bytes") < number(facts, "backup_min_bytes") ||
      number(facts, "backup_bytes") < number(facts, "backup_usual_bytes") / 2,
    evidence: ["backup_bytes", "backup_usual_bytes", "backup_min_bytes", "newest"],
  },
];
