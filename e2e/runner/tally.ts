/** A test that did not run, and why. */
export type Skip = { test: string; reason: string };

/** A test that failed, and the beginning of what it said. */
export type Failure = { test: string; why: string };

/** How the tests of one step, or of all, came out. */
export type Tally = { passed: number; failed: number; skipped: readonly Skip[] };

/** What a test tool's report holds: its tally, and which tests failed. */
export type Report = { tally: Tally; failures: readonly Failure[] };

const WHY_LINES = 12;

/** A failure with as much of its error as a reader of a log needs to begin. */
export function failureOf(test: string, error: string | undefined): Failure {
  return { test, why: (error ?? "no reason given").trim().split("\n").slice(0, WHY_LINES).join("\n") };
}

/** The tally of a step that is one test by itself, such as the types. */
export function oneTest(passed: boolean): Tally {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: [] };
}

/** All tallies as one. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/**
 * The tally with at least one failure when its command said so.
 *
 * A test tool also fails without a failed test: nothing found, a worker that died, a broken set-up.
 */
export function withExitCode(tally: Tally, code: number | null): Tally {
  return code === 0 || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** The line everything that reads `npm test` looks for: `N passed, N failed`, and what was skipped if anything was. */
export function countLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`;
}
