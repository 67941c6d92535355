import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { AbstractConnector, Redis } from "ioredis";
import type { RedisTarget } from "./target.ts";

const CONNECT_TIMEOUT_MS = 1_000;
const RETRY_MS = 1_000;

/**
 * The one long-lived connection of a monitor, with the settings of redis.md §3.1:
 * nothing is queued, nothing is sent again, an unanswered connection can be dropped at once.
 *
 * Errors of ioredis hold the password (`err.command.args`): whoever listens keeps
 * code and message only.
 */
export function monitorConnection(target: RedisTarget, name: string): Redis {
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
    retryStrategy: () => RETRY_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: 100,
    keepAlive: 5_000,
    disableClientInfo: true,
    connectionName: name,
    Connector: connectorTo(target),
  });
}

/** A connector of our own: a plain connection to the target that keeps the true error of a refusal. */
function connectorTo(target: RedisTarget) {
  return class MonitorConnector extends AbstractConnector {
    constructor(options: unknown) {
      super((options as { disconnectTimeout?: number }).disconnectTimeout ?? 100);
    }

    override connect(): Promise<Socket> {
      this.connecting = true;
      const socket = target.tls
        ? connectTls({ host: target.host, port: target.port, ...target.tls })
        : connect({ host: target.host, port: target.port });
      this.stream = socket;
      return new Promise((resolve) => {
        const timer = setTimeout(
          () => fail(Object.assign(new Error("connect ETIMEDOUT"), { code: "ETIMEDOUT" })),
          CONNECT_TIMEOUT_MS,
        );
        // A destroyed stream, not a rejection: a rejection would end the client for good.
        const fail = (error: Error): void => {
          clearTimeout(timer);
          this.firstError = error;
          socket.destroy();
          resolve(socket);
        };
        socket.once("error", fail);
        socket.once(target.tls ? "secureConnect" : "connect", () => {
          clearTimeout(timer);
          socket.off("error", fail);
          resolve(socket);
        });
      });
    }
  };
}
