import type { MonitorSettings } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { classifyTransport } from "#lib/monitor/redis/classify.ts";
import type { StartProbe } from "./probe.ts";
import { repeat } from "./repeat.ts";

type Settings = Extract<MonitorSettings, { type: "http" }>;
type Finding = { status: ImpactStatus; cause: string | null; code: string | number };

const BODY_MAX = 64 * 1024;

/** Asks an address of the operator's own, inside or outside, and judges status, text and time. Redirects are answers, not followed. */
export const startHttpProbe: StartProbe<Settings> = (settings, context, observe) =>
  repeat(
    settings.every,
    async () => {
      const begun = performance.now();
      const found = await ask(settings);
      const latencyMs = performance.now() - begun;
      const answered = found.cause === null || found.cause === "http.status" || found.cause === "http.body";
      const isSlow = found.cause === null && settings.slow_after !== undefined && latencyMs > settings.slow_after;
      return {
        at: context.clock(),
        status: isSlow ? "degraded_performance" : found.status,
        cause: isSlow ? "http.slow" : found.cause,
        confirmed: false,
        latencyMs: answered ? latencyMs : null,
        facts: { code: found.code },
      } satisfies Observation;
    },
    observe,
  );

async function ask(settings: Settings): Promise<Finding> {
  try {
    const response = await fetch(settings.url, {
      redirect: "manual",
      signal: AbortSignal.timeout(settings.timeout),
      headers: { "user-agent": "Pulsepage" },
    });
    const body = await start(response);
    const expected = settings.status
      ? settings.status.includes(response.status)
      : response.status >= 200 && response.status < 400;
    if (!expected) return { status: "major_outage", cause: "http.status", code: response.status };
    if (settings.contains && !body.includes(settings.contains))
      return { status: "major_outage", cause: "http.body", code: response.status };
    return { status: "operational", cause: null, code: response.status };
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError")
      return { status: "major_outage", cause: "http.timeout", code: "TIMEOUT" };
    const cause = (error as { cause?: { code?: unknown } }).cause;
    return { ...classifyTransport(typeof cause?.code === "string" ? cause.code : ""), status: "major_outage" };
  }
}

/** The first 64 kB of the body; the rest is not waited for. */
async function start(response: Response): Promise<string> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= BODY_MAX) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
