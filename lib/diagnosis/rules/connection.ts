import { DOES_NOT_ANSWER, named, number, type Rule, redisCli, UNREACHABLE } from "#lib/diagnosis/rule.ts";

const unreachable = {
  noticed: DOES_NOT_ANSWER,
  status: "major_outage",
  impacts: UNREACHABLE,
} as const;

const PROCESS = { run: "systemctl status redis-server", does: "Does the process run?", danger: "safe" } as const;
const KERNEL = {
  run: "dmesg -T | grep -i -E 'oom|killed process'",
  does: "Did the kernel end it for want of memory?",
  danger: "safe",
} as const;
const RESTART = {
  run: "systemctl restart redis-server",
  does: "Starts it again; what was not saved is lost",
  danger: "destructive",
} as const;

/** No answer at all: process, host, network or name. */
export const CONNECTION: readonly Rule[] = [
  {
    ...unreachable,
    id: "conn.refused",
    title: "connection refused",
    advice: [
      "The host lives and nothing listens: the process is not running, or listens elsewhere.",
      "If it died, read its last log lines before you start it again.",
    ],
    commands: [
      PROCESS,
      KERNEL,
      { run: "journalctl -u redis-server -n 50", does: "Its last words", danger: "safe" },
      redisCli("PING", "Is it back?"),
      { run: "systemctl start redis-server", does: "Starts it from its last save", danger: "careful" },
    ],
    when: named("conn.refused"),
    evidence: ["code"],
  },
  {
    ...unreachable,
    id: "conn.closed",
    title: "connection closed at once",
    advice: ["A load balancer without a healthy backend closes like this: look at its health page."],
    commands: [redisCli("PING", "Does it answer from here?"), PROCESS],
    when: named("conn.closed"),
    evidence: ["code"],
  },
  {
    ...unreachable,
    id: "conn.reset",
    title: "connection reset",
    advice: ["Redis itself rejects and says why to redis-cli, or a firewall or load balancer resets the connection."],
    commands: [redisCli("PING", "Shows the reason in words, if Redis rejects"), PROCESS],
    when: named("conn.reset"),
    confidence: 0.8,
    evidence: ["code"],
  },
  {
    ...unreachable,
    id: "conn.hung",
    title: "accepts connections and does not answer",
    advice: [
      "The process is stopped, waits for its disk, or works on one long command.",
      "Restart it only if it does not come back by itself: what was not saved would be lost.",
    ],
    commands: [
      redisCli("-t 2 PING", "Hangs as well?"),
      {
        run: "ps -o pid,stat,wchan:20,etime -C redis-server",
        does: "T is stopped, D waits for the disk",
        danger: "safe",
      },
      redisCli("SLOWLOG GET 10", "Once it answers: which command took so long"),
      { run: "kill -CONT $(pidof redis-server)", does: "Wakes a stopped process", danger: "careful" },
      RESTART,
    ],
    when: named("conn.hung"),
    evidence: ["code"],
  },
  {
    ...unreachable,
    id: "conn.timeout",
    title: "no answer from the network",
    advice: ["Host, route or firewall: a dead process would refuse, and this is silence."],
    commands: [
      { run: "ping -c 3 {host}", does: "Is the host there?", danger: "safe" },
      { run: "nc -zv -w 3 {host} {port}", does: "Is the port reachable?", danger: "safe" },
      { run: "traceroute {host}", does: "Where the way ends", danger: "safe" },
    ],
    when: named("conn.timeout"),
    evidence: ["code"],
  },
  {
    ...unreachable,
    id: "dns.notfound",
    title: "name does not resolve",
    advice: ["The name was removed or misspelt: compare the address with the zone."],
    commands: [
      { run: "getent hosts {host}", does: "What this machine resolves", danger: "safe" },
      { run: "dig {host}", does: "What the name servers say", danger: "safe" },
    ],
    when: named("dns.notfound"),
    evidence: ["code"],
  },
  {
    ...unreachable,
    id: "dns.tryagain",
    title: "name server does not answer",
    advice: ["The resolver is unreachable or overloaded: open connections go on, new ones fail."],
    commands: [
      { run: "getent hosts {host}", does: "What this machine resolves", danger: "safe" },
      { run: "cat /etc/resolv.conf", does: "Which name server is asked", danger: "safe" },
    ],
    when: named("dns.tryagain"),
    evidence: ["code"],
  },
  {
    id: "dns.stale",
    title: "name cannot be looked up; the last known address is used",
    noticed: "",
    advice: ["Open connections go on, new ones of applications may fail: look at the resolver of this machine first."],
    commands: [{ run: "getent hosts {host}", does: "What this machine resolves", danger: "safe" }],
    status: null,
    when: (facts) => facts.dns_trouble === "EAI_AGAIN" && facts.failure === undefined,
    evidence: ["dns_trouble"],
  },
  {
    ...unreachable,
    id: "proto.not_redis",
    title: "something else answers on this address",
    advice: ["Wrong port or address: another service listens there."],
    commands: [{ run: "curl -v --max-time 3 {host}:{port}", does: "Who answers?", danger: "safe" }],
    when: named("proto.not_redis"),
    evidence: ["code"],
  },
  {
    ...unreachable,
    id: "state.error",
    title: "answers PING with an error",
    advice: ["Its own words stand in the evidence; a proxy in front of Redis answers like this when it has lost it."],
    commands: [redisCli("PING", "Shows the error"), PROCESS],
    when: named("state.error"),
    confidence: 0.7,
    evidence: ["reply"],
  },
  {
    id: "perf.slow",
    title: "answers slowly",
    noticed: "It is slower than usual.",
    advice: [
      "A slow command blocks everyone else: the slow log names it; replace KEYS by SCAN.",
      "If it is fast on its own host, the network between is slow.",
    ],
    commands: [
      redisCli("SLOWLOG GET 10", "The slowest commands of late"),
      redisCli("--latency", "Round trips from here; end with Ctrl-C"),
      redisCli("LATENCY DOCTOR", "What Redis itself makes of it"),
    ],
    status: "degraded_performance",
    when: (facts) => number(facts, "ping_ms") >= 100,
    confidence: 0.9,
    evidence: ["ping_ms", "slow_command", "slow_ms", "fork_ms", "instantaneous_ops_per_sec"],
  },
];
