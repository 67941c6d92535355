import { expect, it } from "vitest";
import { DAY, HOUR } from "#lib/domain/instant.ts";
import { superfluous } from "./retention.ts";

const NOW = Date.UTC(2026, 10, 23, 3);

it("keeps the newest of 7 days, 4 weeks and 12 months of two years of hourly backups", () => {
  const all = Array.from({ length: 2 * 365 * 24 }, (_, i) => ({ madeAt: NOW - i * HOUR }));
  const gone = new Set(superfluous(all));
  const kept = all.filter((one) => !gone.has(one)).map((one) => new Date(one.madeAt).toISOString().slice(0, 13));
  expect(kept).toEqual([
    "2026-11-23T03",
    "2026-11-22T23",
    "2026-11-21T23",
    "2026-11-20T23",
    "2026-11-19T23",
    "2026-11-18T23",
    "2026-11-17T23",
    "2026-11-15T23",
    "2026-11-08T23",
    "2026-10-31T23",
    "2026-09-30T23",
    "2026-08-31T23",
    "2026-07-31T23",
    "2026-06-30T23",
    "2026-05-31T23",
    "2026-04-30T23",
    "2026-03-31T23",
    "2026-02-28T23",
    "2026-01-31T23",
    "2025-12-31T23",
  ]);
});

it("lets nothing go where backups are few, however old", () => {
  const few = [{ madeAt: NOW - 400 * DAY }, { madeAt: NOW - 500 * DAY }];
  expect(superfluous(few)).toEqual([]);
});
