import type { Database } from "#lib/store/database.ts";
import { storeFault } from "#lib/store/faults.ts";
import { tryWrite } from "#lib/store/state-version.ts";

const WEB_PATIENCE_MS = 2_000;

/** Whether everything behind the front can serve and write, and if not, why; the reasons hold no address. */
export async function readiness(db: Database, webUrl: string): Promise<{ ready: boolean; reasons: string[] }> {
  const reasons: string[] = [];
  await tryWrite(db).catch((error) => reasons.push(storeFault(error)?.message ?? "The store does not take writes."));
  const answer = await fetch(`${webUrl}/robots.txt`, { signal: AbortSignal.timeout(WEB_PATIENCE_MS) }).catch(
    () => null,
  );
  if (answer === null || answer.status >= 500) reasons.push("The renderer does not answer.");
  return { ready: reasons.length === 0, reasons };
}
