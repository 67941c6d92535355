import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { allow, sweepRateLimits } from "./rate-limit.ts";

const FIVE_A_MINUTE = { burst: 5, perMs: 60_000 };
const NOON = 1_800_000_000_000;

onEachStore("a rate limit", (open) => {
  it("lets the burst through, refuses the next, and says how long until one more", async () => {
    await using store = await open();
    const { db } = store;
    for (let i = 0; i < 5; i++)
      expect(await allow(db, "a", FIVE_A_MINUTE, NOON)).toEqual({ allowed: true, retryAfterMs: 0 });
    expect(await allow(db, "a", FIVE_A_MINUTE, NOON + 1_000)).toEqual({ allowed: false, retryAfterMs: 11_000 });
    expect((await allow(db, "a", FIVE_A_MINUTE, NOON + 12_000)).allowed).toBe(true);
    expect((await allow(db, "a", FIVE_A_MINUTE, NOON + 12_000)).allowed).toBe(false);
    expect((await allow(db, "b", FIVE_A_MINUTE, NOON)).allowed).toBe(true);
  });

  it("lets exactly the burst through of many that come at once", async () => {
    await using store = await open();
    const { db } = store;
    const answers = await Promise.all(Array.from({ length: 50 }, () => allow(db, "a", FIVE_A_MINUTE, NOON)));
    expect(answers.filter((one) => one.allowed)).toHaveLength(5);
  });

  it("does not lock anybody out when the clock is set back", async () => {
    await using store = await open();
    const { db } = store;
    for (let i = 0; i < 5; i++) await allow(db, "a", FIVE_A_MINUTE, NOON);
    expect((await allow(db, "a", FIVE_A_MINUTE, NOON - 3_600_000)).allowed).toBe(true);
  });

  it("is forgotten once it has refilled, and not before", async () => {
    await using store = await open();
    const { db } = store;
    await allow(db, "a", FIVE_A_MINUTE, NOON);
    await sweepRateLimits(db, NOON + 1_000);
    expect(await db.selectFrom("rate_limit").selectAll().execute()).toHaveLength(1);
    await sweepRateLimits(db, NOON + 12_001);
    expect(await db.selectFrom("rate_limit").selectAll().execute()).toHaveLength(0);
  });
});
