import { connect } from "node:net";
import type { MonitorSettings } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { classifyTransport, type Failure } from "#lib/monitor/redis/classify.ts";
import type { StartProbe } from "./probe.ts";
import { repeat } from "./repeat.ts";

type Settings = Extract<MonitorSettings, { type: "tcp" }>;

/** Whether something accepts connections at host:port. */
export const startTcpProbe: StartProbe<Settings> = (settings, context, observe) =>
  repeat(
    settings.every,
    async () => {
      const begun = performance.now();
      const failure = await tryConnect(settings);
      return {
        at: context.clock(),
        status: failure ? "major_outage" : "operational",
        cause: failure?.cause ?? null,
        confirmed: false,
        latencyMs: failure ? null : performance.now() - begun,
        facts: failure ? { code: failure.code } : {},
      } satisfies Observation;
    },
    observe,
  );

function tryConnect({ address, timeout }: Settings): Promise<Failure | null> {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon).replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(address.slice(colon + 1)) });
    const finish = (failure: Failure | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(failure);
    };
    const timer = setTimeout(() => finish(classifyTransport("ETIMEDOUT")), timeout);
    socket.once("connect", () => finish(null));
    socket.once("error", (error: NodeJS.ErrnoException) => finish(classifyTransport(error.code ?? "")));
  });
}
