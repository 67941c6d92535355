import { DOES_NOT_ANSWER, number, type Rule, UNREACHABLE } from "#lib/diagnosis/rule.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";

const LAST_LINES = {
  run: "journalctl -u redis-server -n 100",
  does: "The last lines of its log",
  danger: "safe",
} as const;
const DISK = { run: "df -h; df -i", does: "Room on the host's disks", danger: "safe" } as const;
const OVERCOMMIT = {
  run: "sysctl vm.overcommit_memory=1",
  does: "Lets it fork with little free memory",
  danger: "careful",
} as const;

/** It is not there: its process has ended, or nobody takes connections. */
const GONE = new Set(["conn.refused", "conn.closed", "conn.reset"]);

function isGone(facts: Facts): boolean {
  return GONE.has(String(facts.failure));
}

function heard(fact: string): (facts: Facts) => boolean {
  return (facts) => number(facts, fact) >= 1;
}

/** A note that rests on one class of lines of the target's log. */
function note(id: string, fact: string, title: string, advice: string, commands: Rule["commands"]): Rule {
  return {
    id,
    title,
    noticed: "",
    advice: [advice],
    commands,
    status: null,
    when: heard(fact),
    confidence: 0.9,
    evidence: [fact, "log_line"],
  };
}

/** The process ended, and its log says why: what is seen on the wire is only the symptom. */
function ended(id: string, fact: string, title: string, advice: readonly string[]): Rule {
  return {
    id,
    title,
    noticed: DOES_NOT_ANSWER,
    advice,
    commands: [
      LAST_LINES,
      { run: "dmesg -T | grep -i -E 'oom|killed process'", does: "Whether the host ended it", danger: "safe" },
    ],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: (facts) => isGone(facts) && heard(fact)(facts),
    confidence: 0.95,
    evidence: [fact, "log_line", "code"],
    explains: [...GONE],
  };
}

/** What the target's own log file says (the monitor's `log_file`). */
export const LOGS: readonly Rule[] = [
  ended("log.crashed", "log_crashed", "crashed", [
    "Start it again; keep its log: the report says where it crashed.",
    "Look for a newer patch release of the same version.",
  ]),
  ended("log.oom", "log_oom", "ran out of the host's memory and ended", [
    "The host had no memory left for it. Free some or set maxmemory well below what the host has, then start it.",
  ]),
  ended("log.data_damaged", "log_data_damaged", "cannot read its data and does not start", [
    "Copy its data folder away before anything else.",
    "redis-check-rdb and redis-check-aof say what is damaged; restore a backup if one is better.",
  ]),
  ended("log.port_taken", "log_port_taken", "does not start: its port is taken", [
    "Another process listens there already: find it, and decide which of the two is right.",
  ]),
  ended("log.stopped", "log_stopped", "was told to stop", [
    "It was stopped on purpose, by a signal or by SHUTDOWN: a deployment, a restart of the host, a person.",
    "Start it again if nobody means it to be down.",
  ]),
  note(
    "persist.fork_failed",
    "log_fork_failed",
    "cannot fork to save its data",
    "The host refuses it a copy of its memory: free memory, or allow overcommit.",
    [
      {
        run: "free -m; sysctl vm.overcommit_memory",
        does: "Memory of the host, and whether it may promise more",
        danger: "safe",
      },
      OVERCOMMIT,
    ],
  ),
  note(
    "log.overcommit",
    "log_overcommit",
    "memory overcommit is off",
    "Saving can fail when memory is short. Set vm.overcommit_memory to 1.",
    [OVERCOMMIT],
  ),
  note("log.disk_full", "log_disk_full", "its disk is full", "Free room on the disk it saves to, then save again.", [
    DISK,
  ]),
  note(
    "log.disk_refused",
    "log_disk_refused",
    "may not write to its folder",
    "Look at owner and rights of its folder, and whether the disk was made read-only.",
    [
      {
        run: "mount | grep ' ro,'; ls -ld /var/lib/redis",
        does: "What is read-only, and whose the folder is",
        danger: "safe",
      },
    ],
  ),
  note(
    "persist.aof_fsync_slow",
    "log_aof_fsync_slow",
    "its disk is slow: writing the log of changes stalls",
    "Something else uses the disk. Answers wait for it; at a crash more than a second of changes can be lost.",
    [{ run: "iostat -x 1 5", does: "How busy the disks are", danger: "safe" }],
  ),
  note(
    "log.misconf",
    "log_misconf",
    "cannot write its changes to disk",
    "It refuses changes while it cannot write. Look at its disk first.",
    [DISK],
  ),
  note(
    "backup.save_failed",
    "log_save_failed",
    "a save of its data failed",
    "Nothing is lost yet, and the last good save grows old. Look at disk and memory of the host.",
    [DISK, LAST_LINES],
  ),
  note(
    "clients.output_buffer",
    "log_output_buffer",
    "cuts clients that read too slowly",
    "A subscriber or replica does not keep up: find it, or raise client-output-buffer-limit for its class.",
    [{ run: "redis-cli -h {host} -p {port} CLIENT LIST", does: "Who has much unread (omem)", danger: "safe" }],
  ),
  note(
    "log.maxclients",
    "log_maxclients",
    "fewer connections than configured, or none left",
    "The limit of open files is too low for maxclients, or all are taken.",
    [{ run: "redis-cli -h {host} -p {port} INFO clients", does: "How many of how many", danger: "safe" }],
  ),
  note(
    "log.attack",
    "log_attack",
    "something that is no Redis client speaks to it",
    "It is reachable by who should not reach it: close the port to the outside at once.",
    [],
  ),
  note(
    "log.protected",
    "log_protected",
    "protected mode",
    "It has no password and takes connections from its own host alone.",
    [],
  ),
  note(
    "log.slow_script",
    "log_slow_script",
    "a script ran very long",
    "Nothing else was answered meanwhile. Find the script and make it shorter.",
    [{ run: "redis-cli -h {host} -p {port} SLOWLOG GET 10", does: "What took long", danger: "safe" }],
  ),
  note(
    "log.replication_refused",
    "log_replication_refused",
    "its primary refuses it",
    "Compare masterauth and masteruser with the primary's users.",
    [],
  ),
  note(
    "log.replication_lost",
    "log_replication_lost",
    "lost a replication link",
    "It usually comes back by itself; if it keeps happening look at the network and at repl-timeout.",
    [{ run: "redis-cli -h {host} -p {port} INFO replication", does: "The links now", danger: "safe" }],
  ),
  note("log.huge_pages", "log_huge_pages", "huge pages are on", "They make forks slow. Turn them off for the host.", [
    {
      run: "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled",
      does: "Until the next restart of the host",
      danger: "careful",
    },
  ]),
];
