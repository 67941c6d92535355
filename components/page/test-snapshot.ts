import { DAY_CLASSES, type DayClass, dayOf } from "#lib/domain/days.ts";
import { DAY, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { pageSummary } from "#lib/domain/page-summary.ts";
import type {
  PageSnapshot,
  SnapshotComponent,
  SnapshotDay,
  SnapshotIncident,
  SnapshotUpdate,
} from "#lib/domain/snapshot.ts";
import { wordsIn } from "#lib/words/words.ts";
import type { View } from "./view.ts";

/** The present of the tests: 23 Nov 2026, 14:08:12 UTC. */
export const NOW = Date.UTC(2026, 10, 23, 14, 8, 12);

/** From where the tests look, in English unless said otherwise. */
export function aView(seen: Pick<View, "at" | "timeZone" | "isCurrent">, language = "en"): View {
  const place = { path: "/", ownLanguage: "en", languages: ["en"], translations: new Map<string, string>() };
  return { ...seen, words: wordsIn(language), place };
}

/** Ninety days, all up but the given ones; the keys count back from today. */
export function days(special: Record<number, [DayClass, string | null]> = {}): SnapshotDay[] {
  return Array.from({ length: 90 }, (_, i) => {
    const [name, text] = special[89 - i] ?? (["operational", null] as const);
    return { day: dayOf(NOW - (89 - i) * DAY, "UTC"), class: name, text };
  });
}

/** The first `count` days of the ninety, as `name`. */
export function firstDays(count: number, name: DayClass): Record<number, [DayClass, null]> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [89 - i, [name, null]]));
}

/** One of each bar. */
export function everyDay(): SnapshotDay[] {
  return days(Object.fromEntries(DAY_CLASSES.map((name, i) => [i * 4, [name, null]])));
}

export function component(name: string, more: Partial<SnapshotComponent> = {}): SnapshotComponent {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return {
    id: slug,
    slug,
    name,
    description: null,
    status: "operational",
    latencyMs: null,
    uptime: "99.98",
    coverage: 1,
    days: days(),
    ...more,
  };
}

export function update(status: SnapshotUpdate["status"], minutesAgo: number, body: string, more = {}): SnapshotUpdate {
  return {
    id: `${status}-${minutesAgo}`,
    status,
    body,
    happenedAt: NOW - minutesAgo * MINUTE,
    editedAt: null,
    expectedAt: null,
    impacts: [],
    ...more,
  };
}

/** An open incident of two components, 38 minutes old, expected back in 22 minutes. */
export function incident(more: Partial<SnapshotIncident> = {}): SnapshotIncident {
  return {
    id: "i9k2m4n6p8q0",
    title: "Agent tasks are delayed while the queue recovers",
    status: "monitoring",
    impact: "major",
    tone: "partial_outage",
    startedAt: NOW - 38 * MINUTE,
    resolvedAt: null,
    expectedAt: NOW + 22 * MINUTE,
    components: [
      { name: "Task orchestration", slug: "task-orchestration", status: "partial_outage" },
      { name: "Real-time updates", slug: "real-time-updates", status: "degraded_performance" },
    ],
    passingSince: null,
    automatic: false,
    updates: [
      update(
        "monitoring",
        2,
        "New tasks **run again**. 1,284 tasks queued meanwhile are being worked off; none were lost.",
        {
          expectedAt: NOW + 22 * MINUTE,
          impacts: [{ name: "Task orchestration", from: "major_outage", to: "partial_outage" }],
        },
      ),
      update("identified", 27, "The queue ran out of memory and stopped taking tasks.", {
        expectedAt: NOW + 2 * MINUTE,
      }),
      update("investigating", 38, "New agent tasks are not starting. Running tasks continue. We are looking into it.", {
        impacts: [
          { name: "Task orchestration", from: "operational", to: "major_outage" },
          { name: "Real-time updates", from: "operational", to: "degraded_performance" },
        ],
      }),
    ],
    ...more,
  };
}

/** A page with what is given; its summary follows from its components. */
export function snapshot(more: Partial<PageSnapshot> = {}): PageSnapshot {
  const groups = more.groups ?? [{ name: null, components: [component("API")] }];
  return {
    version: 1,
    page: { id: "page", name: "MorningAI status", timeZone: "UTC" },
    at: NOW,
    checkedAt: NOW - 4 * SECOND,
    summary: pageSummary(
      groups.flatMap((group) => group.components),
      null,
    ),
    groups,
    incidents: [],
    detected: [],
    maintenances: [],
    past: [],
    ...more,
  };
}
