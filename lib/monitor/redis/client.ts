import type { Socket } from "node:net";
import { AbstractConnector, Redis } from "ioredis";
import type { Instant } from "#lib/domain/instant.ts";
import { openConnection } from "./open-connection.ts";
import type { RedisTarget } from "./target.ts";

const CONNECT_TIMEOUT_MS = 1_000;
/** Eight quick tries, so that a return is seen at once; then one a second. */
const RETRY_MS = { soon: 250, later: 1_000, soonTries: 8 };

/**
 * The one long-lived connection of a monitor, with the settings of redis.md §3.1:
 * nothing is queued, nothing is sent again, an unanswered connection can be dropped at once.
 *
 * Errors of ioredis hold the password (`err.command.args`): whoever listens keeps
 * code and message only. `seenCertificate` hears until when the certificate of each new connection lasts.
 */
export function monitorConnection(
  target: RedisTarget,
  name: string,
  seenCertificate: (endsAt: Instant) => void = () => undefined,
): Redis {
  return new Redis({
    host: target.host,
    port: target.port,
    ...(target.username === null ? {} : { username: target.username }),
    ...(target.password === null ? {} : { password: target.password }),
    db: target.db,
    protocol: 2,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => (times <= RETRY_MS.soonTries ? RETRY_MS.soon : RETRY_MS.later),
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: 100,
    keepAlive: 5_000,
    disableClientInfo: true,
    connectionName: name,
    Connector: connectorTo(target, seenCertificate),
  });
}

/** A connector of our own: our names, and the true reason when Redis rejects (redis.md §3.3). */
function connectorTo(target: RedisTarget, seenCertificate: (endsAt: Instant) => void) {
  return class MonitorConnector extends AbstractConnector {
    constructor(options: unknown) {
      super((options as { disconnectTimeout?: number }).disconnectTimeout ?? 100);
    }

    override async connect(): Promise<Socket> {
      this.connecting = true;
      const opening = openConnection(target, CONNECT_TIMEOUT_MS);
      this.stream = opening.socket;
      try {
        await opening.opened;
        const endsAt = opening.certificateEndsAt();
        if (endsAt !== null) seenCertificate(endsAt);
      } catch (error) {
        // A destroyed stream, not a rejection: a rejection would end the client for good.
        this.firstError = error as Error;
        opening.socket.destroy();
      }
      return opening.socket;
    }
  };
}
