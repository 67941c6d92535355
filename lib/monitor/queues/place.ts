import type { ThroughSentinels } from "#lib/config/queue-monitor.ts";
import { monitorConnection } from "#lib/monitor/redis/client.ts";
import { type RedisTarget, redisTarget, type TlsFiles } from "#lib/monitor/redis/target.ts";
import { within } from "#lib/monitor/redis/within.ts";
import { addressOf, targetAt } from "#lib/monitor/topology/watched-node.ts";

const ASK_MS = 1_000;

/** Where a Redis is now: at its address, or wherever its Sentinels say. Null: no Sentinel answers. */
export type Place = () => Promise<RedisTarget | null>;

export function fixedPlace(url: string, tls: TlsFiles | undefined): Place {
  const target = redisTarget(url, tls);
  return async () => target;
}

/** The primary that most of the Sentinels name. All are asked anew each time: one that was cut off still names the former. */
export function placeBehind(sentinel: ThroughSentinels, tls: TlsFiles | undefined): Place {
  const scheme = tls ? "rediss" : "redis";
  const sign = (username: string | undefined, password: string | undefined) => ({
    username: username ?? null,
    password: password ?? null,
  });
  const like: RedisTarget = {
    ...redisTarget(`${scheme}://localhost`, tls),
    ...sign(sentinel.username, sentinel.password),
    db: sentinel.db,
  };
  const sentinels = sentinel.sentinels.map((address) => ({
    ...redisTarget(`${scheme}://${address}`, tls),
    ...sign(sentinel.sentinel_username, sentinel.sentinel_password),
  }));
  return async () => {
    const named = await Promise.all(sentinels.map((one) => askSentinel(one, sentinel.master)));
    const votes = new Map<string, number>();
    for (const address of named) if (address !== null) votes.set(address, (votes.get(address) ?? 0) + 1);
    const [first] = [...votes].toSorted(([, a], [, b]) => b - a);
    return first ? targetAt(first[0], like) : null;
  };
}

async function askSentinel(target: RedisTarget, master: string): Promise<string | null> {
  const redis = monitorConnection(target, "status-queues");
  redis.on("error", () => undefined);
  try {
    const ask = redis.connect().then(() => redis.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", master));
    const place = await within(ask, ASK_MS);
    return Array.isArray(place) ? addressOf({ host: String(place[0]), port: Number(place[1]) }) : null;
  } catch {
    // Errors may hold the password; what matters is that it does not answer.
    return null;
  } finally {
    redis.disconnect();
  }
}
