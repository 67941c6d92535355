import { monitorSettings, parseGivenMonitor } from "#lib/config/console-monitor.ts";
import { unseal } from "#lib/config/sealed.ts";
import type { MonitorSettings } from "#lib/config/status-file.ts";
import type { Log } from "#lib/log.ts";
import { componentSlugs } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { listMonitors } from "#lib/store/signals.ts";

/** What the worker runs of the monitors that were made in the console; one that cannot be read holds up no other. */
export async function consoleMonitors(
  db: Database,
  { secret, env, log }: { secret: string; env: Readonly<Record<string, string | undefined>>; log: Log },
): Promise<MonitorSettings[]> {
  const [monitors, slugs] = await Promise.all([listMonitors(db), componentSlugs(db)]);
  return monitors.flatMap((monitor) => {
    if (monitor.origin !== "console" || monitor.settings === null) return [];
    const text = unseal(monitor.settings, secret);
    try {
      if (text === null) throw new Error("It was sealed with another SESSION_SECRET: write its address again.");
      const components = monitor.componentIds.flatMap((id) => slugs.get(id) ?? []);
      const settings = monitorSettings(parseGivenMonitor(text), components, env);
      const roles = Object.fromEntries(
        Object.entries(monitor.roles).flatMap(([id, role]) => {
          const slug = slugs.get(id);
          return slug === undefined ? [] : [[slug, role]];
        }),
      );
      return [{ ...settings, ...("roles" in settings ? { roles } : {}) } as MonitorSettings];
    } catch (error) {
      log.error({ monitor: monitor.key, reason: (error as Error).message }, "A monitor cannot be run.");
      return [];
    }
  });
}
