import { z } from "zod";
import type { Role } from "#lib/domain/role.ts";
import { duration, slug, tlsFiles } from "./fields.ts";

const promise = duration(1_000, 7 * 86_400_000);
/** Names go into keys and commands. */
const queueName = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(200)
  .regex(/^[^\s,{}]+$/, "must be the name of a queue, without spaces, commas and braces");
const queue = z.union(
  [
    queueName.transform((name): Queue => ({ name })),
    z.strictObject({
      name: queueName,
      /** How long a job of this queue may wait. */
      promise: promise.optional(),
      /** The one component this queue speaks for, instead of the monitor's. */
      component: slug.optional(),
    }),
  ],
  { error: "must be the name of a queue, or its name, promise and component" },
);

type Queue = { name: string; promise?: number | undefined; component?: string | undefined };

const throughSentinels = z.strictObject({
  sentinels: z.array(z.string().regex(/^.+:\d{1,5}$/, "must be host:port")).min(1, "must name at least one Sentinel"),
  /** The name Sentinels know the deployment by. */
  master: z.string().min(1).max(200),
  username: z.string().optional(),
  password: z.string().optional(),
  sentinel_username: z.string().optional(),
  sentinel_password: z.string().optional(),
  db: z.number().int().min(0).max(1_023).default(0),
});

/** How a primary is found. Holds secrets: never logged. */
export type ThroughSentinels = z.output<typeof throughSentinels>;

/** What monitors of job queues have in common, beside what all monitors have. */
export const queueFields = {
  tls: tlsFiles.optional(),
  url: z
    .string()
    .regex(/^rediss?:\/\//, "must start with redis:// or rediss://")
    .optional(),
  /** Instead of `url`: the primary is found through its Sentinels, and followed. */
  sentinel: throughSentinels.optional(),
  every: duration(1_000, 60_000).default(5_000),
  components: z.array(slug).default([]),
  /** How long a job may wait where its queue says nothing else. */
  promise: promise.default(5 * 60_000),
  queues: z.array(queue).max(100).default([]),
  /** Key of the monitor that tells of it when Redis itself fails; found by the address when not given. */
  waits_for: slug.optional(),
};

/** Any monitor; `queues` only where it is one of queues. */
type Monitor = {
  key: string;
  type: string;
  name?: string | undefined;
  components: string[];
  url?: string | undefined;
  sentinel?: ThroughSentinels | undefined;
  /** Of a monitor of Sentinels. */
  sentinels?: string[];
  master?: string;
  queues?: Queue[];
  waits_for?: string | undefined;
  roles?: Record<string, Role>;
};

type Complain = (path: (string | number)[], message: string) => void;

/** Says what is wrong between monitors of queues, components and other monitors. */
export function checkQueues(monitors: readonly Monitor[], components: ReadonlySet<string>, complain: Complain): void {
  const keys = new Set(monitors.map((one) => one.key));
  monitors.forEach(({ key, type, url, sentinel, queues, components: told, waits_for: waitsFor }, i) => {
    if (!queues) return;
    if ((url === undefined) === (sentinel === undefined))
      complain(["monitors", i], "must have either a url or a sentinel");
    if (type === "bullmq" && queues.length === 0)
      complain(["monitors", i, "queues"], "must list at least one queue: BullMQ keeps no list of them");
    if (waitsFor !== undefined && (!keys.has(waitsFor) || waitsFor === key))
      complain(["monitors", i, "waits_for"], `names the monitor “${waitsFor}”, which is not another one of this file`);
    if (told.length === 0 && !(queues.length > 0 && queues.every((queue) => queue.component !== undefined)))
      complain(["monitors", i, "components"], "must name at least one component, or every queue its own");
    queues.forEach(({ name, component }, j) => {
      if (queues.findIndex((other) => other.name === name) < j)
        complain(["monitors", i, "queues", j], `names the queue “${name}” twice`);
      if (component === undefined) return;
      if (!components.has(component))
        complain(["monitors", i, "queues", j], `names the component “${component}”, which is not in components`);
      if (keys.has(`${key}-${component}`))
        complain(["monitors", i, "queues", j], `needs the key “${key}-${component}”, which another monitor has`);
    });
  });
}

/**
 * Monitors as they are run (docs/decisions/0020-queues.md).
 *
 * A queue with a component of its own becomes a monitor of its own, so that a
 * late queue is told of its own component only. When Redis itself fails, the
 * monitor that watches the same address tells of it, for the queues' components
 * too: one fault, one incident, and no component left green.
 */
export function settleQueues<M extends Monitor>(monitors: readonly M[]): M[] {
  const split = monitors.flatMap((one) => splitByComponent(one, one.waits_for ?? watcherOf(one, monitors)));
  return split.map((one) => {
    const waiting = split.filter((other) => other.waits_for === one.key).flatMap((other) => other.components);
    const more = [...new Set(waiting)].filter((component) => !one.components.includes(component));
    if (more.length === 0) return one;
    const roles = Object.fromEntries(more.map((component) => [component, "queue" as const]));
    return {
      ...one,
      components: [...one.components, ...more],
      ...(one.roles && { roles: { ...one.roles, ...roles } }),
    };
  });
}

function splitByComponent<M extends Monitor>(one: M, waitsFor: string | undefined): M[] {
  if (!one.queues) return [one];
  const whole = waitsFor === undefined ? one : { ...one, waits_for: waitsFor };
  const own = [...new Set(one.queues.flatMap((queue) => queue.component ?? []))];
  const rest = one.queues.filter((queue) => queue.component === undefined);
  return [
    ...(rest.length > 0 || own.length === 0 ? [{ ...whole, queues: rest }] : []),
    ...own.map((component) => ({
      ...whole,
      key: `${one.key}-${component}`,
      name: `${one.name ?? one.key}: ${component}`,
      components: [component],
      queues: one.queues?.filter((queue) => queue.component === component),
    })),
  ];
}

/** The monitor of the same Redis: at the same address, or of the same deployment behind one of the same Sentinels. */
function watcherOf({ queues, url, sentinel }: Monitor, all: readonly Monitor[]): string | undefined {
  if (!queues) return undefined;
  return all.find((other) => {
    if (other.type === "redis")
      return url !== undefined && other.url !== undefined && addressOf(other.url) === addressOf(url);
    if (other.type !== "sentinel" || other.master !== sentinel?.master) return false;
    return other.sentinels?.some((place) => sentinel?.sentinels.includes(place));
  })?.key;
}

function addressOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, port } = new URL(url);
  return `${hostname || "localhost"}:${port || "6379"}`;
}
