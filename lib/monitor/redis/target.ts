import { readFileSync } from "node:fs";
import { isIP } from "node:net";
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

/** Files for `rediss://`: who is trusted, and what we show of ourselves. */
export type TlsFiles = {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  /** The name that the certificate must be for, where it is not the host's. */
  servername?: string | undefined;
};

/**
 * Reads `redis://user:password@host:port/db`; `rediss://` for TLS.
 *
 * @throws when a file that `files` names cannot be read.
 */
export function redisTarget(address: string, files: TlsFiles = {}): RedisTarget {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "") || "localhost";
  return {
    host,
    port: url.port === "" ? 6379 : Number(url.port),
    username: url.username === "" ? null : decodeURIComponent(url.username),
    password: url.password === "" ? null : decodeURIComponent(url.password),
    db: Number(url.pathname.slice(1)) || 0,
    tls: url.protocol === "rediss:" ? tlsOptions(host, files) : null,
  };
}

function tlsOptions(host: string, { ca, cert, key, servername }: TlsFiles): ConnectionOptions {
  // An address is no server name: TLS allows names there alone.
  const name = servername ?? (isIP(host) === 0 ? host : undefined);
  return {
    ...(name === undefined ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(cert === undefined ? {} : { cert: readFileSync(cert) }),
    ...(key === undefined ? {} : { key: readFileSync(key) }),
  };
}
