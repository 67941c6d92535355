import { readFileSync } from "node:fs";
import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { DAY } from "#lib/domain/instant.ts";
import { ROLES } from "#lib/domain/role.ts";
import { isTimeZone } from "#lib/domain/subscription.ts";
import { ConfigError } from "./environment.ts";
import { duration, name, slug, tlsFiles } from "./fields.ts";
import { pageLook } from "./page-look.ts";
import { checkQueues, queueFields, settleQueues } from "./queue-monitor.ts";

const common = {
  key: slug,
  name: name.optional(),
  /** Slugs of the components it speaks for. */
  components: z.array(slug).min(1, "must name at least one component"),
  notify_after: duration(0, 300_000).default(10_000),
  /** Whether what it finds goes public by itself; otherwise it waits as a draft for a person. */
  auto_publish: z.boolean().default(true),
};

/** What watches a Redis says of each component by what that uses it for. */
const ofRedis = {
  ...common,
  /** By slug. */
  roles: z.record(slug, z.enum(ROLES)).default({}),
  /** Nothing is ever written to the target, not even to see whether it takes writes. */
  read_only: z.boolean().default(false),
  tls: tlsFiles.optional(),
};

const redisUrl = z.string().regex(/^rediss?:\/\//, "must start with redis:// or rediss://");
const place = z.string().regex(/^.+:\d{1,5}$/, "must be host:port");

const monitor = z.discriminatedUnion("type", [
  z.strictObject({
    ...ofRedis,
    type: z.literal("redis"),
    url: redisUrl,
    expected_replicas: z.number().int().min(0).max(100).optional(),
    every: duration(250, 60_000).default(1_000),
    /** How old the last good save of its data may be. */
    backups: z.strictObject({ promise: duration(60_000, 366 * DAY) }).optional(),
    /** Which keys are sessions: all of one database, or those of a pattern in the database of `url`. */
    sessions: z
      .union(
        [
          z.strictObject({ db: z.number().int().min(0).max(1_023) }),
          z.strictObject({ pattern: z.string().min(1).max(200) }),
        ],
        {
          error: "must be either a db or a pattern",
        },
      )
      .optional(),
    /** A log file of this Redis that the worker can read. */
    log_file: z.string().min(1).max(1_000).optional(),
  }),
  z.strictObject({
    ...ofRedis,
    type: z.literal("sentinel"),
    sentinels: z.array(place).min(1, "must name at least one Sentinel"),
    /** The name Sentinels know the deployment by. */
    master: z.string().min(1).max(200),
    username: z.string().optional(),
    password: z.string().optional(),
    sentinel_username: z.string().optional(),
    sentinel_password: z.string().optional(),
    expected_replicas: z.number().int().min(0).max(100).optional(),
    every: duration(250, 60_000).default(1_000),
  }),
  z.strictObject({
    ...ofRedis,
    type: z.literal("cluster"),
    /** Some of its nodes: the others are found through them. */
    nodes: z.array(redisUrl).min(1, "must name at least one node"),
    every: duration(250, 60_000).default(1_000),
  }),
  z.strictObject({
    ...common,
    type: z.literal("http"),
    url: z.url({ protocol: /^https?$/, message: "must be an address that starts with http:// or https://" }),
    every: duration(1_000, 3_600_000).default(10_000),
    timeout: duration(100, 60_000).default(5_000),
    status: z.array(z.number().int().min(100).max(599)).optional(),
    contains: z.string().min(1).max(1_000).optional(),
    slow_after: duration(1, 60_000).optional(),
    down_after: z.number().int().min(1).max(60).default(2),
    up_after: z.number().int().min(1).max(60).default(2),
  }),
  z.strictObject({
    ...common,
    type: z.literal("tcp"),
    address: z.string().regex(/^.+:\d{1,5}$/, "must be host:port"),
    every: duration(1_000, 3_600_000).default(5_000),
    timeout: duration(100, 60_000).default(2_000),
    down_after: z.number().int().min(1).max(60).default(2),
    up_after: z.number().int().min(1).max(60).default(2),
  }),
  z.strictObject({
    ...common,
    type: z.literal("heartbeat"),
    every: duration(1_000, 31 * 86_400_000),
    grace: duration(0, 86_400_000).default(30_000),
  }),
  z.strictObject({
    ...common,
    type: z.literal("backup"),
    /** A backup file, or a folder of them: the newest counts. */
    path: z.string().min(1).max(1_000).optional(),
    /** Or a Redis: its last good save counts. */
    url: redisUrl.optional(),
    tls: tlsFiles.optional(),
    promise: duration(60_000, 366 * DAY),
    min_bytes: z.number().int().min(0).optional(),
    every: duration(1_000, DAY).default(60_000),
  }),
  z.strictObject({ ...common, ...queueFields, type: z.literal("rq") }),
  z.strictObject({
    ...common,
    ...queueFields,
    type: z.literal("bullmq"),
    prefix: z.string().min(1).max(100).default("bull"),
  }),
]);

const component = z.strictObject({
  slug,
  name,
  description: z.string().trim().max(500).optional(),
  group: name.optional(),
});

/** What may stand in status.yaml. */
export const statusFileSchema = z
  .strictObject({
    page: z
      .strictObject({
        name: name.optional(),
        time_zone: z.string().refine(isTimeZone, "must be an IANA time zone such as Europe/Berlin").optional(),
        uptime_weights: z.enum(["statuspage", "strict", "half"]).optional(),
        ...pageLook,
      })
      .default({}),
    components: z.array(component).min(1, "must list at least one component"),
    monitors: z.array(monitor).default([]),
  })
  .superRefine((given, context) => {
    const slugs = new Set(given.components.map((one) => one.slug));
    given.monitors.forEach((one, i) => {
      one.components.forEach((wanted, j) => {
        if (!slugs.has(wanted))
          context.addIssue({
            code: "custom",
            path: ["monitors", i, "components", j],
            message: `names the component “${wanted}”, which is not in components`,
          });
      });
      for (const slug of "roles" in one ? Object.keys(one.roles) : []) {
        if (!one.components.includes(slug))
          context.addIssue({
            code: "custom",
            path: ["monitors", i, "roles", slug],
            message: `gives “${slug}” a role, which is not among the monitor's components`,
          });
      }
    });
    given.monitors.forEach((one, i) => {
      if (one.type === "backup" && (one.path === undefined) === (one.url === undefined))
        context.addIssue({ code: "custom", path: ["monitors", i], message: "must have either a path or a url" });
    });
    checkQueues(given.monitors, slugs, (path, message) => context.addIssue({ code: "custom", path, message }));
    for (const i of twice(given.components.map((one) => one.slug)))
      context.addIssue({ code: "custom", path: ["components", i, "slug"], message: "is used twice" });
    for (const i of twice(given.monitors.map((one) => one.key)))
      context.addIssue({ code: "custom", path: ["monitors", i, "key"], message: "is used twice" });
  })
  .transform((given) => ({ ...given, monitors: settleQueues(given.monitors) }));

/** What is watched and shown: the content of status.yaml, with defaults filled in. */
export type StatusFile = z.output<typeof statusFileSchema>;
export type MonitorSettings = StatusFile["monitors"][number];

/** What a first start without a configuration file watches (contract.md, REDIS_URL). */
export function defaultStatusFile(redisUrl: string): StatusFile {
  return statusFileSchema.parse({
    components: [{ slug: "redis", name: "Redis" }],
    monitors: [{ key: "redis", type: "redis", url: redisUrl, components: ["redis"] }],
  });
}

/**
 * Reads a configuration file. `${NAME}` in a value is taken from the environment.
 *
 * @throws {ConfigError} naming file, line, column and what was expected; never a value.
 */
export function readStatusFile(path: string, env: Readonly<Record<string, string | undefined>>): StatusFile {
  return parseStatusFile(readFileSync(path, "utf8"), path, env);
}

export function parseStatusFile(
  text: string,
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): StatusFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw complaint(path, lines, broken.pos[0], "is not valid YAML here");
  const missing: string[] = [];
  const parsed = statusFileSchema.safeParse(withEnvironment(document.toJS(), env, missing));
  if (missing.length > 0)
    throw new ConfigError(
      `${path}: the environment has no ${[...new Set(missing)].join(", ")}, which this file refers to.`,
    );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path ?? [];
  const words = `${where.join(".") || "the file"} ${issue?.message ?? "is not usable"}`;
  throw complaint(path, lines, offsetOf(document.contents, where), words);
}

function complaint(path: string, lines: LineCounter, offset: number, words: string): ConfigError {
  const { line, col } = lines.linePos(offset);
  return new ConfigError(`${path}, line ${line}, column ${col}: ${words}.`);
}

/** Where the value at that path stands, or the nearest one around it that is written down. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root as Node | null;
  let offset = 0;
  for (const step of path) {
    const next = (node as { get?: (key: unknown, keep: boolean) => unknown } | null)?.get?.(step, true);
    const key = isMap(node) ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === step)?.key : undefined;
    if (isScalar(key) && key.range) offset = key.range[0];
    if (!next || typeof next !== "object") break;
    node = next as Node;
    if (node.range) offset = isScalar(key) ? offset : node.range[0];
  }
  return offset;
}

/** Puts the environment's values where `${NAME}` stands; names those it does not have in `missing`. */
export function withEnvironment(
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
  missing: string[],
): unknown {
  if (typeof value === "string") {
    return value.replace(/\$\{([A-Z][A-Z0-9_]*)\}/g, (_, key: string) => {
      if (!env[key]) missing.push(key);
      return env[key] ?? "";
    });
  }
  if (Array.isArray(value)) return value.map((item) => withEnvironment(item, env, missing));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withEnvironment(item, env, missing)]));
  }
  return value;
}

function twice(values: readonly string[]): number[] {
  return values.flatMap((value, i) => (values.indexOf(value) < i ? [i] : []));
}
