import { createHash } from "node:crypto";
import type { Fingerprint } from "#lib/domain/drift.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { AskTarget } from "#lib/monitor/probes/probe.ts";
import { MANY, type OptionalQuestions } from "#lib/monitor/recorder/optional.ts";
import type { Info } from "#lib/monitor/redis/info.ts";
import { SETTINGS } from "./whitelist.ts";

type Values = Record<string, string>;

/** What the target is made of now. What it does not let us see is absent: on managed services often all but its version. */
export async function readFingerprint(
  target: AskTarget,
  questions: OptionalQuestions,
  info: Info,
  now: Instant,
): Promise<Fingerprint> {
  const [config, acl, modules] = await Promise.all([
    readSettings(target, questions, now),
    questions.ask(target, now, "ACL", "LIST").then(aclOf),
    questions.ask(target, now, "MODULE", "LIST").then(modulesOf),
  ]);
  const version = pick(info, ["redis_version", "valkey_version", "redis_mode"]);
  return {
    ...(config ? { config } : {}),
    ...(acl ? { acl } : {}),
    ...(version.redis_version === undefined ? {} : { version }),
    ...(modules ? { modules } : {}),
    ...(info.role === undefined ? {} : { topology: topologyOf(info) }),
  };
}

/** What a node has of its own, and what changes with every failover. */
const OWN = ["bind", "port", "tls-port", "dir", "replica-priority"];

/** The same without what is a node's own: for a deployment, where another node may answer tomorrow. */
export function ofAnyNode({ topology: _topology, config, ...rest }: Fingerprint): Fingerprint {
  if (!config) return rest;
  return { ...rest, config: Object.fromEntries(Object.entries(config).filter(([name]) => !OWN.includes(name))) };
}

async function readSettings(target: AskTarget, questions: OptionalQuestions, now: Instant): Promise<Values | null> {
  const together = settingsOf(await questions.ask(target, now, "CONFIG", "GET", ...SETTINGS));
  if (together) return together;
  // Before Redis 7 CONFIG GET takes one name at a time.
  if (!questions.isRefused(`CONFIG GET ${MANY}`, now)) return null;
  const alone = settingsOf(await questions.ask(target, now, "CONFIG", "GET", "maxmemory"));
  if (!alone) return null;
  const others = SETTINGS.filter((name) => name !== "maxmemory");
  const each = await Promise.all(others.map((name) => questions.ask(target, now, "CONFIG", "GET", name)));
  return Object.assign(alone, ...each.map((reply) => settingsOf(reply) ?? {}));
}

/** Null when the reply is none, or is empty: a service that hides its settings answers so. */
function settingsOf(reply: unknown): Values | null {
  if (!Array.isArray(reply)) return null;
  const values: Values = {};
  for (let i = 0; i + 1 < reply.length; i += 2) {
    const name = String(reply[i]);
    // Names are compared once more: a pattern in a name would bring others along.
    if (SETTINGS.includes(name)) values[name] = String(reply[i + 1]).slice(0, 500);
  }
  return Object.keys(values).length > 0 ? values : null;
}

/** Each user's rules as a hash alone: they hold hashes of passwords, and names of keys. */
function aclOf(reply: unknown): Values | null {
  if (!Array.isArray(reply)) return null;
  return Object.fromEntries(
    reply.flatMap((line) => {
      const words = String(line).split(" ");
      const name = words[0] === "user" ? words[1] : undefined;
      if (name === undefined) return [];
      return [[name, createHash("sha256").update(words.slice(2).join(" ")).digest("hex").slice(0, 16)]];
    }),
  );
}

function modulesOf(reply: unknown): Values | null {
  if (!Array.isArray(reply)) return null;
  return Object.fromEntries(
    reply.flatMap((entry) => {
      if (!Array.isArray(entry)) return [];
      const value = (name: string) => entry[entry.indexOf(name) + 1];
      return entry.includes("name") ? [[String(value("name")), String(value("ver"))]] : [];
    }),
  );
}

function topologyOf(info: Info): Values {
  const primary = info.master_host === undefined ? {} : { primary: `${info.master_host}:${info.master_port}` };
  return {
    role: info.role === "slave" ? "replica" : "primary",
    ...primary,
    ...(info.connected_slaves === undefined ? {} : { replicas: info.connected_slaves }),
    ...(info.cluster_enabled === undefined ? {} : { cluster: info.cluster_enabled === "1" ? "yes" : "no" }),
  };
}

function pick(info: Info, names: readonly string[]): Values {
  return Object.fromEntries(names.flatMap((name) => (info[name] === undefined ? [] : [[name, info[name] as string]])));
}

/** How often settings were changed since the target began or its counters were reset; null when not visible. */
export function configSetCalls(commandstats: string): number | null {
  const calls = /^cmdstat_config\|set:calls=(\d+)/m.exec(commandstats)?.[1];
  if (calls !== undefined) return Number(calls);
  return commandstats.includes("cmdstat_") ? 0 : null;
}
