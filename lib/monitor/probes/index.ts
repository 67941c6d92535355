import type { MonitorSettings } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { startBackupProbe } from "./backup.ts";
import { startClusterProbe } from "./cluster.ts";
import { startHeartbeatProbe } from "./heartbeat.ts";
import { startHttpProbe } from "./http.ts";
import type { Probe, ProbeContext, StartProbe } from "./probe.ts";
import { startBullmqProbe, startRqProbe } from "./queues.ts";
import { startRedisProbe } from "./redis.ts";
import { startSentinelProbe } from "./sentinel.ts";
import { startTcpProbe } from "./tcp.ts";

type SettingsOf<Kind extends MonitorSettings["type"]> = Extract<MonitorSettings, { type: Kind }>;

/** Every kind of probe. Adding one is a file and a line here. */
const probes: { [Kind in MonitorSettings["type"]]: StartProbe<SettingsOf<Kind>> } = {
  redis: startRedisProbe,
  sentinel: startSentinelProbe,
  cluster: startClusterProbe,
  http: startHttpProbe,
  tcp: startTcpProbe,
  heartbeat: startHeartbeatProbe,
  backup: startBackupProbe,
  rq: startRqProbe,
  bullmq: startBullmqProbe,
};

export function startProbe(
  settings: MonitorSettings,
  context: ProbeContext,
  observe: (seen: Observation) => void,
): Probe {
  return (probes[settings.type] as StartProbe<MonitorSettings>)(settings, context, observe);
}
