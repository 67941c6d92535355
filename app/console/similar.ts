import { formatDuration } from "#lib/domain/duration.ts";
import type { Row } from "#lib/store/schema.ts";

const LATEST = 4;

/** How long the last incidents of the same cause took; undefined when there was none. `incidents` come newest first. */
export function similarHint(incidents: readonly Row<"incident">[], cause: string | null): string | undefined {
  const lengths = incidents
    .filter((one) => cause !== null && one.cause === cause && one.resolved_at !== null)
    .slice(0, LATEST)
    .map((one) => (one.resolved_at as number) - one.started_at);
  if (lengths.length === 0) return undefined;
  const [shortest, longest] = [formatDuration(Math.min(...lengths)), formatDuration(Math.max(...lengths))];
  if (lengths.length === 1) return `The last incident like this took ${shortest}.`;
  const span = shortest === longest ? shortest : `${shortest} to ${longest}`;
  return `The last ${lengths.length} incidents like this took ${span}.`;
}
