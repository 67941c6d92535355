import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { MINUTE } from "#lib/domain/instant.ts";
import { readLease, storeBytes, storeClock } from "./health.ts";
import { takeLease } from "./leases.ts";

onEachStore("the store's health", (open) => {
  it("is its size, its own time, and who holds which lease", async () => {
    await using store = await open();
    expect(await storeBytes(store.db)).toBeGreaterThan(10_000);
    expect(Math.abs((await storeClock(store.db)) - Date.now())).toBeLessThan(10 * MINUTE);
    expect(await readLease(store.db, "monitor")).toBeUndefined();
    await takeLease(store.db, "monitor", "one", 10_000, 1_000);
    expect(await readLease(store.db, "monitor")).toMatchObject({ holder: "one", expires_at: 11_000 });
  });
});
