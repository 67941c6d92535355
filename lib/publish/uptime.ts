import { stringify } from "csv-stringify/sync";
import { SECOND } from "#lib/domain/instant.ts";
import type { PublicUptime, UptimeCell } from "#lib/domain/uptime-table.ts";

/** `/uptime.csv`: a line for each component and month, durations in seconds. Empty: no figure. */
export function uptimeCsv({ months, groups }: PublicUptime): string {
  const lines = groups.flatMap((group) =>
    group.components.flatMap((component) =>
      component.months.map((cell, i) => ({
        component: component.slug,
        name: component.name,
        group: group.name ?? "",
        month: months[i]?.month ?? "",
        ...figures(cell),
      })),
    ),
  );
  // Spreadsheets run what begins like a formula.
  return stringify(lines, { header: true, escape_formulas: true });
}

/** `/uptime.json`: the same, with the twelve months together and the mean of each group. */
export function uptimeJson({ page, at, weights, months, groups }: PublicUptime): object {
  return {
    page: { name: page.name, time_zone: page.timeZone },
    at: new Date(at).toISOString(),
    weights,
    months: months.map(({ month, startedAt, endedAt }) => ({
      month,
      started_at: new Date(startedAt).toISOString(),
      ended_at: new Date(endedAt).toISOString(),
    })),
    groups: groups.map((group) => ({
      name: group.name,
      uptime_percent: number(group.whole),
      months: months.map(({ month }, i) => ({ month, uptime_percent: number(group.months[i] ?? null) })),
      components: group.components.map((component) => ({
        slug: component.slug,
        name: component.name,
        ...figures(component.whole),
        months: component.months.map((cell, i) => ({ month: months[i]?.month, ...figures(cell) })),
      })),
    })),
  };
}

function figures(cell: UptimeCell) {
  const seconds = (ms: number) => Math.round(ms / SECOND);
  return {
    uptime_percent: number(cell.uptime),
    coverage: Math.floor(cell.coverage * 10_000) / 10_000,
    downtime: seconds(cell.downtimeMs),
    major_outage: seconds(cell.majorMs),
    partial_outage: seconds(cell.partialMs),
    degraded_performance: seconds(cell.degradedMs),
    under_maintenance: seconds(cell.maintenanceMs),
    unknown: seconds(cell.unknownMs),
  };
}

function number(printed: string | null): number | null {
  return printed === null ? null : Number(printed);
}
