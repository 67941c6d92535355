import { type GivenMonitor, monitorSettings } from "#lib/config/console-monitor.ts";
import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { MonitorTestAnswer } from "#lib/domain/monitor-test.ts";
import type { Log } from "#lib/log.ts";
import { lookOnce } from "./test-now.ts";

/**
 * One look by a monitor that is not made yet, from the process that asks: what it would find. Nothing is kept.
 *
 * @throws {DomainError} `forbidden`; `invalid` naming the setting.
 */
export async function tryMonitor(
  actor: Actor,
  given: GivenMonitor,
  { env, log, clock }: { env: Readonly<Record<string, string | undefined>>; log: Log; clock: () => Instant },
): Promise<MonitorTestAnswer> {
  requireRole(actor, "maintainer");
  const settings = monitorSettings(given, [], env);
  return lookOnce({ settings, context: { memory: {}, log, clock, lastBeatAt: async () => null } });
}
