import type { Instant } from "#lib/domain/instant.ts";
import { maintenanceStatus } from "#lib/domain/maintenance.ts";
import { type PageSummary, pageSummary } from "#lib/domain/page-summary.ts";
import type { Database } from "#lib/store/database.ts";
import { statusNow } from "./components-now.ts";
import { readShownEvidence } from "./read-page.ts";

/** The state of the whole page now, for pages that tell of other times: their tab says it all the same. */
export async function readPageState(db: Database, now: Instant): Promise<PageSummary> {
  const evidence = await readShownEvidence(db, now, now);
  const components = evidence.components.map((row) => ({ name: row.name, status: statusNow(evidence, row, now) }));
  const ongoing = evidence.maintenances.find((window) => {
    const times = { startsAt: window.starts_at, endsAt: window.ends_at, publishedAt: window.published_at };
    const over = { cancelledAt: window.cancelled_at, completedAt: window.completed_at };
    return ["in_progress", "verifying"].includes(maintenanceStatus({ ...times, ...over }, now));
  });
  return pageSummary(components, ongoing?.title ?? null);
}
