import { problem } from "#app/api/face/problem.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { runtime } from "#lib/runtime.ts";
import { findMonitor, writeHeartbeat } from "#lib/store/signals.ts";

/** Something reports that it ran. The key is the permission. */
export async function POST(_request: Request, { params }: { params: Promise<{ key: string }> }): Promise<Response> {
  const { db, log } = runtime();
  try {
    const monitor = await findMonitor(db, (await params).key);
    if (monitor?.kind !== "heartbeat") throw new DomainError("not_found", "There is no such heartbeat.");
    await writeHeartbeat(db, monitor.id, Date.now());
    return new Response(null, { status: 204 });
  } catch (error) {
    return problem(error, log);
  }
}
