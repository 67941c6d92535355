import { expect, it } from "vitest";
import { Breaker } from "./breaker.ts";

function failing(times: number, at = 0): Breaker {
  const breaker = new Breaker();
  for (let i = 0; i < times; i += 1) breaker.failed(at, 0);
  return breaker;
}

it("lets everything through after four failures, and after a fifth one attempt at a time from a second later", () => {
  expect(failing(4).allowance(0, 3)).toBe(Number.POSITIVE_INFINITY);
  const open = failing(5);
  expect(open.allowance(999, 0)).toBe(0);
  expect(open.allowance(1_000, 0)).toBe(1);
  expect(open.allowance(1_000, 1)).toBe(0);
});

it("waits twice as long after each failed probe, at most five minutes, and up to a quarter less by chance", () => {
  for (const [failures, wait] of [
    [6, 2_000],
    [7, 4_000],
    [13, 256_000],
    [14, 300_000],
    [500, 300_000],
  ] as const) {
    const open = failing(failures);
    expect([open.allowance(wait - 1, 0), open.allowance(wait, 0)]).toEqual([0, 1]);
  }
  const early = failing(4);
  early.failed(0, 1);
  expect(early.allowance(750, 0)).toBe(1);
});

it("closes at the first success, and opens again only after five more failures in a row", () => {
  const breaker = failing(9);
  breaker.succeeded();
  for (let i = 0; i < 4; i += 1) breaker.failed(0, 0);
  expect(breaker.isOpen).toBe(false);
});
