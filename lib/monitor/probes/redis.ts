import type { MonitorSettings } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { Capabilities } from "#lib/monitor/redis/capabilities.ts";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import { readMemory } from "#lib/monitor/redis/data-loss.ts";
import { RedisFacts } from "#lib/monitor/redis/facts.ts";
import { Liveness, type Verdict } from "#lib/monitor/redis/liveness.ts";
import { Median } from "#lib/monitor/redis/median.ts";
import { names } from "#lib/monitor/redis/names.ts";
import { redisTarget } from "#lib/monitor/redis/target.ts";
import { within } from "#lib/monitor/redis/within.ts";
import type { StartProbe } from "./probe.ts";

type Settings = Extract<MonitorSettings, { type: "redis" }>;

const PINGS = 15;
const ASK_MS = 1_000;

/** Watches one Redis: whether it answers, what it says of itself, and whether it does what it is used for. */
export const startRedisProbe: StartProbe<Settings> = (settings, context, observe) => {
  const { clock } = context;
  const target = redisTarget(settings.url, settings.tls);
  const roles = new Set(Object.values(settings.roles));
  const pings = new Median(PINGS);
  let certificateEndsAt: Instant | null = null;
  const redis = monitorConnection(target, `status-${settings.key}`, (endsAt) => {
    certificateEndsAt = endsAt;
  });
  const measured = new RedisFacts({
    target,
    redis,
    memory: readMemory(context.memory),
    roles,
    pingEveryMs: settings.every,
  });
  const capabilities =
    settings.read_only || roles.size === 0
      ? null
      : new Capabilities({
          target,
          main: redis,
          monitorKey: settings.key,
          roles,
          replicas: () => Number(measured.facts().connected_slaves ?? 0),
        });

  const factsOf = ({ failure }: Verdict, now: Instant): Facts => {
    const trouble = names.trouble(target.host);
    const pingMs = pings.value();
    return {
      ...context.joined?.(),
      ...measured.facts(),
      ...capabilities?.facts(),
      ...(pingMs === null ? {} : { ping_ms: Math.round(pingMs * 10) / 10 }),
      ...(certificateEndsAt === null ? {} : { certificate_days: Math.floor((certificateEndsAt - now) / DAY) }),
      ...(trouble === null ? {} : { dns_trouble: trouble }),
      ...(settings.expected_replicas === undefined ? {} : { expected_replicas: settings.expected_replicas }),
      host: target.host,
      port: target.port,
      ...(failure ? { failure: failure.cause, code: failure.code } : {}),
      ...(failure?.reply === undefined ? {} : { reply: failure.reply }),
    };
  };

  const give = (verdict: Verdict): void => {
    const at = clock();
    if (verdict.latencyMs === null) pings.clear();
    else pings.add(verdict.latencyMs);
    // What does not answer is known by its silence alone; whoever refuses in words still says what it is.
    if (verdict.failure && verdict.failure.reply === undefined && verdict.since !== null) {
      measured.forget();
      capabilities?.forget();
    }
    const facts = factsOf(verdict, at);
    const judged = judgeFacts(facts, at);
    const memory = measured.memory();
    observe({
      at,
      ...judged,
      confirmed: verdict.confirmed || judged.cause === "data.keyspace_loss",
      ...(verdict.since === null ? {} : { since: verdict.since }),
      latencyMs: verdict.latencyMs,
      facts,
      ...(memory ? { memory } : {}),
    } satisfies Observation);
  };

  const liveness = new Liveness({
    target,
    redis,
    everyMs: settings.every,
    clock,
    look: (again) => measured.look(clock(), again),
    give,
    seenFresh: (opinion) => {
      certificateEndsAt = opinion.certificateEndsAt ?? certificateEndsAt;
    },
  });
  return {
    async stop() {
      liveness.stop();
      capabilities?.stop();
    },
    ask: (command, ...args) => within(redis.call(command, ...args), ASK_MS),
  };
};
