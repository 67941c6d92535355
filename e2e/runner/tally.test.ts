import { describe, expect, it } from "vitest";
import { countLine, oneTest, sumTallies, withExitCode } from "./tally.ts";

const SKIP = { test: "a", reason: "needs a cluster" };

describe("the last line", () => {
  it("counts every step together", () => {
    const parts = [oneTest(true), oneTest(false), { passed: 40, failed: 2, skipped: [] }];
    expect(countLine(sumTallies(parts))).toBe("41 passed, 3 failed");
  });

  it("names skipped tests only when there are some", () => {
    const parts = [oneTest(true), { passed: 0, failed: 0, skipped: [SKIP, SKIP] }];
    expect(countLine(sumTallies(parts))).toBe("1 passed, 0 failed, 2 skipped");
  });
});

describe("a tool that failed without a failed test", () => {
  it.each([1, null])("is one failure (exit code %s)", (code) => {
    expect(withExitCode({ passed: 3, failed: 0, skipped: [SKIP] }, code)).toEqual({
      passed: 3,
      failed: 1,
      skipped: [SKIP],
    });
  });

  it("is not counted on top of the tests that failed", () => {
    expect(withExitCode({ passed: 3, failed: 2, skipped: [] }, 1).failed).toBe(2);
    expect(withExitCode({ passed: 3, failed: 0, skipped: [] }, 0).failed).toBe(0);
  });
});
