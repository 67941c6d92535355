import { expect, it } from "vitest";
import { addRollUp, addSample, emptyRollUp, percentile } from "./samples.ts";

const of = (values: number[]) => {
  const rollUp = emptyRollUp();
  for (const value of values) addSample(rollUp, value);
  return rollUp;
};

it("reads percentiles within five per cent of the values themselves", () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i + 1) ** 1.7 / 10);
  for (const q of [0.01, 0.5, 0.95, 0.99, 1]) {
    const exact = values[Math.ceil(q * values.length) - 1] as number;
    expect(Math.abs((percentile(of(values), q) as number) / exact - 1), String(q)).toBeLessThan(0.06);
  }
});

it("adds up to the same whether measured together or apart", () => {
  const together = of([0, 1, 5, 5, 80, 3000]);
  const apart = of([0, 5, 3000]);
  addRollUp(apart, of([1, 5, 80]));
  expect(apart).toEqual(together);
});

it("knows nothing of nothing, and never says more than was measured", () => {
  expect(percentile(emptyRollUp(), 0.5)).toBeNull();
  expect(percentile(of([0]), 0.5)).toBe(0);
  expect(percentile(of([7]), 0.99)).toBeLessThanOrEqual(7);
});
