/** What is known of one failure class (shared/reference/redis.md §1). */
export type Cause = {
  /** For operators: what it is, after the monitor's name. */
  title: string;
  /** For operators: what to do, the harmless first. */
  advice: readonly string[];
  /** For readers: what they notice, one sentence without names of machines. */
  noticed: string;
};

const NO_ANSWER = "It does not answer.";
const REFUSES_CHANGES = "Changes cannot be saved at the moment; reading works.";

/** Every failure class a probe can name. Adding one touches this table only. */
export const CAUSES: Readonly<Record<string, Cause>> = {
  "conn.refused": {
    title: "connection refused",
    advice: [
      "The process is not running, or listens elsewhere: systemctl status redis-server",
      "If it died, read its last log lines and dmesg -T | grep -i oom",
    ],
    noticed: NO_ANSWER,
  },
  "conn.closed": {
    title: "connection closed at once",
    advice: ["A load balancer without a healthy backend closes like this: look at its health page"],
    noticed: NO_ANSWER,
  },
  "conn.reset": {
    title: "connection reset",
    advice: [
      "redis-cli ping shows the reason in words, if Redis itself rejects",
      "Otherwise look at firewall and load balancer",
    ],
    noticed: NO_ANSWER,
  },
  "conn.hung": {
    title: "accepts connections and does not answer",
    advice: [
      "redis-cli -t 2 ping hangs too? ps -o stat,wchan -p PID: T is stopped, D waits for the disk",
      "Once it answers: SLOWLOG GET 10",
    ],
    noticed: NO_ANSWER,
  },
  "conn.timeout": {
    title: "no answer from the network",
    advice: ["Host, route or firewall: ping the host, nc -zv HOST PORT, look at security groups"],
    noticed: NO_ANSWER,
  },
  "dns.notfound": { title: "name does not resolve", advice: ["getent hosts NAME; dig NAME"], noticed: NO_ANSWER },
  "dns.tryagain": {
    title: "name server does not answer",
    advice: ["getent hosts NAME; look at /etc/resolv.conf"],
    noticed: NO_ANSWER,
  },
  "tls.expired": {
    title: "certificate expired",
    advice: ["Renew it: openssl s_client -connect HOST:PORT | openssl x509 -noout -dates"],
    noticed: "Secure connections cannot be made.",
  },
  "tls.untrusted": {
    title: "certificate not trusted",
    advice: ["The chain is incomplete or signed by an authority that is not known here"],
    noticed: "Secure connections cannot be made.",
  },
  "tls.hostname": {
    title: "certificate is for another name",
    advice: ["Compare the address with the names in the certificate"],
    noticed: "Secure connections cannot be made.",
  },
  "proto.not_redis": {
    title: "something else answers on this address",
    advice: ["Wrong port? curl -v HOST:PORT"],
    noticed: NO_ANSWER,
  },
  "auth.required": {
    title: "asks for a password",
    advice: ["Put the monitor's password into its address"],
    noticed: "",
  },
  "auth.wrongpass": {
    title: "refuses our password",
    advice: ["Was it rotated? ACL GETUSER shows the user"],
    noticed: "",
  },
  "auth.noperm": { title: "our user may not do this", advice: ["ACL SETUSER status +ping +info"], noticed: "" },
  "auth.denied": {
    title: "refuses us: protected mode",
    advice: ["Set a password, or bind to the right address: CONFIG GET protected-mode bind"],
    noticed: NO_ANSWER,
  },
  "clients.max": {
    title: "maximum number of clients reached",
    advice: ["A leak? CLIENT LIST, grouped by name and address", "Raise it: CONFIG SET maxclients N"],
    noticed: "New connections are refused at times; existing ones work.",
  },
  "state.loading": {
    title: "loads its data after a start",
    advice: ["Wait; INFO persistence tells how far it is"],
    noticed: "It has just started and is reading its data.",
  },
  "state.busy": {
    title: "a script blocks it",
    advice: ["SCRIPT KILL; only if it has written: SHUTDOWN NOSAVE"],
    noticed: NO_ANSWER,
  },
  "state.masterdown": {
    title: "replica without its primary refuses reads",
    advice: ["INFO replication on both sides"],
    noticed: "Reading is paused.",
  },
  "state.readonly": {
    title: "read-only: it is a replica",
    advice: ["INFO replication: who ran REPLICAOF, or was there a failover?"],
    noticed: REFUSES_CHANGES,
  },
  "state.oom": {
    title: "out of memory: refuses writes",
    advice: [
      "INFO memory",
      "Raise maxmemory, set expiries, or choose an eviction policy: CONFIG GET maxmemory-policy",
      "Find what grew: redis-cli --bigkeys",
    ],
    noticed: REFUSES_CHANGES,
  },
  "persist.rdb_failing": {
    title: "cannot save its snapshot: refuses writes",
    advice: ["df -h and ls -ld on the folder of CONFIG GET dir", "Free disk space, then BGSAVE"],
    noticed: REFUSES_CHANGES,
  },
  "persist.aof_failing": {
    title: "cannot write its log: refuses writes",
    advice: ["df -h on the folder of CONFIG GET dir"],
    noticed: REFUSES_CHANGES,
  },
  "data.lost": {
    title: "restarted and came back empty",
    advice: [
      "Restore a backup if one is wanted before new data arrives",
      "Check persistence: CONFIG GET save appendonly",
    ],
    noticed: "It is back, but what was stored there is gone. You may need to sign in again or repeat recent actions.",
  },
  "http.status": {
    title: "answers with an error",
    advice: ["Look at the service's own log"],
    noticed: "It answers with an error.",
  },
  "http.timeout": {
    title: "does not answer in time",
    advice: ["Look at load and at what the service waits for"],
    noticed: NO_ANSWER,
  },
  "http.body": {
    title: "answers, but not as expected",
    advice: ["Compare the answer with the text the monitor looks for"],
    noticed: "It does not work as it should.",
  },
  "http.slow": {
    title: "answers slowly",
    advice: ["Look at load and at what the service waits for"],
    noticed: "It is slower than usual.",
  },
  "heartbeat.late": {
    title: "heartbeat overdue",
    advice: ["Did the job run? Look at its scheduler and its log"],
    noticed: "It has not reported in on time.",
  },
};

/** For a class the table does not know. */
export const UNNAMED: Cause = {
  title: "fails its checks",
  advice: ["Look at the facts beside this"],
  noticed: "It does not work as it should.",
};
