import type { MonitorSettings } from "#lib/config/status-file.ts";
import { SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { StartProbe } from "./probe.ts";
import { repeat } from "./repeat.ts";

type Settings = Extract<MonitorSettings, { type: "heartbeat" }>;

/** How often the store is asked when the last beat came. */
const LOOK_EVERY_MS = SECOND;

/** Whether something reports in as often as it should. Late is not down before the grace is over; never heard of is unknown. */
export const startHeartbeatProbe: StartProbe<Settings> = (settings, context, observe) =>
  repeat(
    LOOK_EVERY_MS,
    async () => {
      const at = context.clock();
      let beatAt: number | null;
      try {
        beatAt = await context.lastBeatAt();
      } catch {
        // Our store does not answer: that is no news of whoever should beat.
        return null;
      }
      const dueAt = beatAt === null ? null : beatAt + settings.every + settings.grace;
      const isLate = dueAt !== null && at > dueAt;
      return {
        at,
        status: dueAt === null ? null : isLate ? "major_outage" : "operational",
        cause: isLate ? "heartbeat.late" : null,
        confirmed: true,
        ...(isLate ? { since: dueAt } : {}),
        latencyMs: null,
        facts: beatAt === null ? {} : { last_beat: new Date(beatAt).toISOString() },
      } satisfies Observation;
    },
    observe,
  );
