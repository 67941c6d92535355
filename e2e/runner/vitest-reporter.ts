import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";
import { oneTest, sumTallies, type Tally } from "./tally.ts";

/** Where the reporter leaves its tally; named by whoever starts Vitest. */
export const TALLY_FILE_VARIABLE = "VITEST_TALLY_FILE";

/**
 * Writes the run's tally as JSON.
 *
 * Vitest's own JSON report leaves out why a test was skipped, and errors that belong to no test.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const outside: Tally = { passed: 0, failed: unhandled.length, skipped: [] };
    const tally = sumTallies([...modules.map(tallyModule), outside]);
    writeFileSync(process.env[TALLY_FILE_VARIABLE] ?? "", JSON.stringify(tally));
  }
}

function tallyModule(module: TestModule): Tally {
  const tests = [...module.children.allTests()].map((test) => tallyTest(test, module));
  // A file or describe block that broke outside of its tests (an import, a beforeAll) is one failure.
  const broken = [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;
  const unfinished = module.state() === "pending" || module.state() === "queued" ? 1 : 0;
  return sumTallies([...tests, { passed: 0, failed: broken + unfinished, skipped: [] }]);
}

function tallyTest(test: TestCase, module: TestModule): Tally {
  const result = test.result();
  if (result.state !== "skipped") return oneTest(result.state === "passed");
  const reason = result.note ?? (test.options.mode === "run" ? "not reached" : `marked ${test.options.mode}`);
  return { passed: 0, failed: 0, skipped: [{ test: `${module.relativeModuleId} > ${test.fullName}`, reason }] };
}
