import fc from "fast-check";
import { expect, it } from "vitest";
import { TokenBuckets } from "./token-buckets.ts";

it("lets a burst pass, then so many a second, and says how long to wait", () => {
  const buckets = new TokenBuckets({ burst: 3, perSecond: 2 });
  const at = (ms: number) => buckets.take("192.0.2.1", ms);
  expect([at(0), at(0), at(0), at(0)]).toEqual([0, 0, 0, 1]);
  expect([at(500), at(500)]).toEqual([0, 1]);
  expect([at(60_000), at(60_000), at(60_000), at(60_000)]).toEqual([0, 0, 0, 1]);
  expect(buckets.take("192.0.2.2", 60_000)).toBe(0);
});

it("never lets more pass than the burst and what has flowed since, however they are spread", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(steps, (pauses) => {
      const buckets = new TokenBuckets({ burst: 5, perSecond: 4 });
      let now = 0;
      let passed = 0;
      for (const pause of pauses) {
        now += pause;
        if (buckets.take("192.0.2.1", now) === 0) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(5 + (now / 1_000) * 4 + 1e-6);
    }),
  );
});

it("counts the addresses of one IPv6 network as one", () => {
  const buckets = new TokenBuckets({ burst: 2, perSecond: 1 });
  const same = ["2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::ffff:1"];
  expect(same.map((address) => buckets.take(address, 0))).toEqual([0, 0, 1]);
  expect(["2001:db8:1:3::1", "2001:db8::1", "::1", "unknown"].map((address) => buckets.take(address, 0))).toEqual([
    0, 0, 0, 0,
  ]);
});
