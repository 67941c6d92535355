import type { ConnectionOptions } from "node:tls";

/** Where a Redis is and how to sign in. Holds secrets: never logged. */
export type RedisTarget = {
  host: string;
  port: number;
  username: string | null;
  password: string | null;
  db: number;
  tls: ConnectionOptions | null;
};

/** Reads `redis://user:password@host:port/db`; `rediss://` for TLS. */
export function redisTarget(address: string): RedisTarget {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "") || "localhost";
  return {
    host,
    port: url.port === "" ? 6379 : Number(url.port),
    username: url.username === "" ? null : decodeURIComponent(url.username),
    password: url.password === "" ? null : decodeURIComponent(url.password),
    db: Number(url.pathname.slice(1)) || 0,
    tls: url.protocol === "rediss:" ? { servername: host } : null,
  };
}
