"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { GivenMonitor } from "#lib/config/console-monitor.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { ROLES } from "#lib/domain/role.ts";
import { tryMonitor } from "#lib/monitor/try-monitor.ts";
import type { Runtime } from "#lib/runtime.ts";
import { askMonitorTest } from "#lib/services/ask-monitor-test.ts";
import { pauseMonitor, removeMonitor } from "#lib/services/pause-monitor.ts";
import { readMonitorSettings } from "#lib/services/read-monitor-settings.ts";
import { addMonitor, changeMonitor } from "#lib/services/save-monitor.ts";
import type { Database } from "#lib/store/database.ts";
import { findMonitorTest } from "#lib/store/monitor-tests.ts";
import { operatorAction } from "./guard.ts";
import { monitorFields, settingsIn } from "./monitor-input.ts";
import { trialLines } from "./test-results.ts";

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

const id = z.string().max(100);
const role = z.union([z.enum(ROLES), z.literal("").transform(() => null)]);

/** Makes a monitor, and shows it. */
export const addMonitorAction = operatorAction(
  z.object({ ...monitorFields, component: z.string().min(1, "Choose a component.").max(100), role }),
  async (input, { runtime, actor, now }) => {
    const { name, component } = input;
    const settings = settingsIn(input, null);
    if (input.intent === "test") return { samples: await tried(runtime, actor, { ...settings, key: "trial", name }) };
    const given = { name, component, role: input.role, settings };
    const made = await addMonitor(runtime.db, actor, given, sealing(runtime), now);
    redirect(`/console/monitors/${made}`);
  },
);

/** Changes what a monitor of the console does. */
export const changeMonitorAction = operatorAction(
  z.object({ ...monitorFields, monitor: id }),
  async (input, { runtime, actor, now }) => {
    const before = await readMonitorSettings(runtime.db, actor, input.monitor, runtime.config.sessionSecret);
    const settings = settingsIn(input, before);
    const { name } = input;
    if (input.intent === "test") return { samples: await tried(runtime, actor, { ...settings, key: "trial", name }) };
    const given = { monitor: input.monitor, name, settings };
    await changeMonitor(runtime.db, actor, given, sealing(runtime), now);
    redirect(`/console/monitors/${input.monitor}`);
  },
);

/** Pauses a monitor, or lets it look again. */
export const pauseMonitorAction = operatorAction(
  z.object({ monitor: id, paused: z.enum(["yes", "no"]) }),
  async ({ monitor, paused }, { runtime, actor, now }) => {
    await pauseMonitor(runtime.db, actor, { monitor, paused: paused === "yes" }, now);
    redirect(`/console/monitors/${encodeURIComponent(monitor)}`);
  },
);

export const removeMonitorAction = operatorAction(z.object({ monitor: id }), async (input, { runtime, actor, now }) => {
  await removeMonitor(runtime.db, actor, input.monitor, now);
  redirect("/console/monitors");
});

/** What the monitor would find, in lines: how the target is, and the way to it. */
async function tried({ log }: Runtime, actor: Actor, given: GivenMonitor) {
  const answer = await tryMonitor(actor, given, { env: process.env, log, clock: Date.now });
  return trialLines(answer);
}

function sealing({ config }: Runtime) {
  return { secret: config.sessionSecret, env: process.env };
}

async function answered(db: Database, id: string): Promise<void> {
  const until = performance.now() + WAIT_MS;
  while (performance.now() < until) {
    if ((await findMonitorTest(db, id))?.answered_at) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
