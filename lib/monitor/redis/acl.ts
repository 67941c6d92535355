import { CANARY_PREFIX } from "./canary.ts";

/** What a monitor's user may be allowed, by what it gives. Each can be left out: then that is not visible, and no alarm. */
export const RIGHTS = [
  { gives: "is it up, what does it say of itself", rules: "+ping +info +client|setname" },
  {
    gives: "causes, settings that changed, recordings (reads no key)",
    rules: "+slowlog|get +latency|latest +client|list +config|get +acl|list +module|list",
  },
  {
    gives: "sentinels, clusters and replicas",
    rules: "+role +cluster|info +cluster|nodes",
  },
  {
    gives: "roles: can it be written, read, waited on (unless read_only)",
    rules: `~${CANARY_PREFIX}* &${CANARY_PREFIX}* +exists +set +get +wait +rpush +pexpire +blpop +publish +subscribe`,
  },
  {
    gives: "job queues of RQ and BullMQ, read only",
    rules:
      "%R~rq:* %R~bull:* +llen +lrange +zcard +zcount +zrange +zrevrange +smembers +hget +hmget +exists +get +pttl +xrevrange +pubsub|numsub",
  },
  { gives: "sessions, counted by a sample of key names", rules: "+scan +dbsize" },
] as const;

/** The least a monitor needs. */
export const LEAST_RIGHTS = RIGHTS[0].rules;

/** The line that makes a user with these rights and no others; the password stands for one of your own. */
export function aclLine(rules: readonly string[], db = 0): string {
  const words = [...new Set([...rules, ...(db === 0 ? [] : ["+select"])].flatMap((one) => one.split(" ")))];
  return `ACL SETUSER status on >PASSWORD resetkeys resetchannels -@all ${words.join(" ")}`;
}
