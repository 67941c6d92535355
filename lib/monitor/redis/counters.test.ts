import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Counters, flushCount } from "./counters.ts";
import { type Info, parseInfo } from "./info.ts";

const recorded = (name: string): Info =>
  parseInfo(readFileSync(new URL(`./recorded/${name}.txt`, import.meta.url), "utf8"));

it("makes rates of what happened within the last twenty seconds", () => {
  const counters = new Counters();
  const info = recorded("evicting");
  counters.take({ ...info, evicted_keys: "953" }, 0);
  expect(counters.facts()).toEqual({});
  counters.take({ ...info, evicted_keys: "1453" }, 10_000);
  expect(counters.facts()).toMatchObject({ evicted_per_s: 50, rejected_per_s: 0, oom_errors_per_s: 0 });
  counters.take(info, 30_000);
  expect(counters.facts()).toMatchObject({ evicted_per_s: 25 });
});

it("counts errors from their first on, and commands that empty or configure it", () => {
  const counters = new Counters();
  const { errorstat_OOM: _, ...before } = recorded("oom-noeviction");
  counters.take(before, 0);
  counters.take(
    { ...before, errorstat_OOM: "count=20", cmdstat_flushdb: "calls=1,usec=3", "cmdstat_config|set": "calls=2,usec=9" },
    5_000,
  );
  expect(counters.facts()).toMatchObject({ oom_errors_per_s: 4, flushall_calls: 1, config_set_calls: 2 });
});

it("begins anew after a restart and after CONFIG RESETSTAT, and knows nothing of what it cannot see", () => {
  const counters = new Counters();
  const info = recorded("evicting");
  counters.take(info, 0);
  counters.take({ ...info, evicted_keys: "3" }, 5_000);
  expect(counters.facts()).toEqual({});
  counters.take({ ...info, run_id: "other" }, 10_000);
  expect(counters.facts()).toEqual({});
  counters.take({ run_id: "other" }, 15_000);
  expect(counters.facts()).toEqual({});
  expect(flushCount({ run_id: "x" })).toBeNaN();
});
