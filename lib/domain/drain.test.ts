import { describe, expect, it } from "vitest";
import { type FadingRates, fadeIn, forecastDrain, NO_RATES, perMinute } from "./drain.ts";
import { SECOND } from "./instant.ts";

const LOOK = 5 * SECOND;

/** The same numbers each run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many events happen in one look when `mean` do on average (Poisson). */
function happened(mean: number, next: () => number): number {
  let count = 0;
  for (let left = Math.exp(-mean), p = next(); p > left; p *= next()) count += 1;
  return count;
}

type Line = { depth: number; now: number; net: FadingRates; arrivals: FadingRates; completions: FadingRates };

function look(line: Line, arrived: number, couldFinish: number): Line {
  const finished = Math.min(couldFinish, line.depth + arrived);
  return {
    depth: line.depth + arrived - finished,
    now: line.now + LOOK,
    net: fadeIn(line.net, finished - arrived, LOOK),
    arrivals: fadeIn(line.arrivals, arrived, LOOK),
    completions: fadeIn(line.completions, finished, LOOK),
  };
}

const line = (depth: number): Line => ({ depth, now: 0, net: NO_RATES, arrivals: NO_RATES, completions: NO_RATES });

describe("rates", () => {
  it("are those of steady work from the first looks on, in all three windows", () => {
    let rates = NO_RATES;
    for (let i = 0; i < 3; i += 1) rates = fadeIn(rates, 1, LOOK);
    for (const rate of Object.values(perMinute(rates) ?? {})) expect(rate).toBeCloseTo(12, 6);
  });

  it("follow a change, the short window first", () => {
    let rates = NO_RATES;
    for (let i = 0; i < 120; i += 1) rates = fadeIn(rates, 0, LOOK);
    for (let i = 0; i < 24; i += 1) rates = fadeIn(rates, 2, LOOK);
    const { one, five, fifteen } = perMinute(rates) ?? { one: 0, five: 0, fifteen: 0 };
    expect(one).toBeGreaterThan(five);
    expect(five).toBeGreaterThan(fifteen);
    expect(one).toBeGreaterThan(20);
  });

  it("are not known before two looks", () => {
    expect(perMinute(NO_RATES)).toBeNull();
  });
});

describe("the drain forecast", () => {
  it("of even work is exact and has next to no band", () => {
    let queue = line(240);
    for (let i = 0; i < 12; i += 1) queue = look(queue, 1, 2);
    const forecast = forecastDrain(queue, queue.now);
    expect(forecast?.at).toBeCloseTo(queue.now + queue.depth * LOOK, -1);
    expect((forecast?.latest ?? 0) - (forecast?.earliest ?? 0)).toBeLessThan(SECOND);
    expect(forecast?.basis).toBe("228 jobs wait, about 24 a minute finish and 12 arrive");
  });

  it("is made from the new speed soon after the workers are back, not from the standstill before", () => {
    let queue = line(0);
    for (let i = 0; i < 120; i += 1) queue = look(queue, 2, 0);
    for (let i = 0; i < 24; i += 1) queue = look(queue, 2, 5);
    const forecast = forecastDrain(queue, queue.now);
    const takes = ((forecast?.at ?? 0) - queue.now) / ((queue.depth / 3) * LOOK);
    expect(takes).toBeGreaterThan(0.9);
    expect(takes).toBeLessThan(1.6);
  });

  it("holds the true end within its band in at least four of five runs of irregular work", () => {
    let inside = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const next = random(seed);
      let queue = line(300);
      for (let i = 0; i < 60; i += 1) queue = look(queue, happened(2, next), happened(4, next));
      const forecast = forecastDrain(queue, queue.now);
      while (queue.depth > 0) queue = look(queue, happened(2, next), happened(4, next));
      const end = queue.now;
      if (forecast && end >= forecast.earliest && end <= (forecast.latest ?? Number.POSITIVE_INFINITY)) inside += 1;
    }
    expect(inside).toBeGreaterThanOrEqual(80);
  });

  it("is not made of a backlog that grows, stands still or is as good as gone", () => {
    let growing = line(50);
    let standing = line(50);
    let small = line(100);
    for (let i = 0; i < 24; i += 1) {
      growing = look(growing, 3, 2);
      standing = look(standing, 0, 0);
      small = look(small, 0, 4);
    }
    expect(small.depth).toBe(4);
    for (const queue of [growing, standing, small]) expect(forecastDrain(queue, queue.now)).toBeNull();
  });

  it("leaves the far edge open where the variance does not rule out that it grows", () => {
    const next = random(4);
    let queue = line(400);
    for (let i = 0; i < 12; i += 1) queue = look(queue, happened(8, next), happened(9.5, next));
    const forecast = forecastDrain(queue, queue.now);
    expect(forecast).toMatchObject({ latest: null });
  });
});
