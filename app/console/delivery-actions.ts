"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { retryDeliveries, retryDelivery } from "#lib/services/retry-delivery.ts";
import { operatorAction } from "./guard.ts";

const id = z.string().max(100);

export const retryAction = operatorAction(z.strictObject({ delivery: id }), async ({ delivery }, by) => {
  await retryDelivery(by.runtime.db, by.actor, delivery, by.now);
  refresh();
  return undefined;
});

export const retryAllAction = operatorAction(z.strictObject({ ref: id }), async ({ ref }, by) => {
  const count = await retryDeliveries(by.runtime.db, by.actor, ref, by.now);
  refresh();
  return count > 0 ? undefined : { message: "There was nothing left to send again." };
});
