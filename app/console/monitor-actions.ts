"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { askMonitorTest } from "#lib/services/ask-monitor-test.ts";
import type { Database } from "#lib/store/database.ts";
import { findMonitorTest } from "#lib/store/monitor-tests.ts";
import { operatorAction } from "./guard.ts";

/** A form without script waits for its answer: longer than this nobody believes that it still comes. */
const WAIT_MS = 12_000;
const LOOK_EVERY_MS = 150;

/** Has the worker look once, waits for what it finds, and shows it on the monitor's page. */
export const testMonitorAction = operatorAction(z.object({ monitor: z.string().max(100) }), async (input, by) => {
  const { db } = by.runtime;
  const id = await askMonitorTest(db, by.actor, input.monitor, by.now);
  await answered(db, id);
  redirect(`/console/monitors/${encodeURIComponent(input.monitor)}?test=${id}#test`);
});

async function answered(db: Database, id: string): Promise<void> {
  const until = performance.now() + WAIT_MS;
  while (performance.now() < until) {
    if ((await findMonitorTest(db, id))?.answered_at) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
