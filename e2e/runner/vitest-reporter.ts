import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";
import { type Failure, failureOf, oneTest, type Report, sumTallies, type Tally } from "./tally.ts";

/** Where the reporter leaves its report; named by whoever starts Vitest. */
export const REPORT_FILE_VARIABLE = "VITEST_REPORT_FILE";

/**
 * Writes the run's report as JSON.
 *
 * Vitest's own JSON report leaves out why a test was skipped, and errors that belong to no test.
 */
export default class ReportWriter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const outside: Tally = { passed: 0, failed: unhandled.length, skipped: [] };
    const report: Report = {
      tally: sumTallies([...modules.map(tallyModule), outside]),
      failures: [...modules.flatMap(failuresOf), ...unhandled.map((error) => failure("outside of tests", [error]))],
    };
    writeFileSync(process.env[REPORT_FILE_VARIABLE] ?? "", JSON.stringify(report));
  }
}

function tallyModule(module: TestModule): Tally {
  const tests = [...module.children.allTests()].map((test) => tallyTest(test, module));
  // A file or describe block that broke outside of its tests (an import, a beforeAll) is one failure.
  const broken = suitesOf(module).filter((suite) => suite.errors().length > 0).length;
  const unfinished = module.state() === "pending" || module.state() === "queued" ? 1 : 0;
  return sumTallies([...tests, { passed: 0, failed: broken + unfinished, skipped: [] }]);
}

function tallyTest(test: TestCase, module: TestModule): Tally {
  const result = test.result();
  if (result.state !== "skipped") return oneTest(result.state === "passed");
  const reason = result.note ?? (test.options.mode === "run" ? "not reached" : `marked ${test.options.mode}`);
  return { passed: 0, failed: 0, skipped: [{ test: nameOf(test, module), reason }] };
}

function failuresOf(module: TestModule): Failure[] {
  const broken = suitesOf(module).filter((suite) => suite.errors().length > 0);
  const failed = [...module.children.allTests()].filter((test) => test.result().state === "failed");
  return [
    ...broken.map((suite) => failure(module.relativeModuleId, suite.errors())),
    ...failed.map((test) => failure(nameOf(test, module), test.result().errors ?? [])),
  ];
}

function suitesOf(module: TestModule) {
  return [module, ...module.children.allSuites()];
}

function nameOf(test: TestCase, module: TestModule): string {
  return `${module.relativeModuleId} > ${test.fullName}`;
}

function failure(test: string, errors: readonly { message: string; stack?: string | undefined }[]): Failure {
  return failureOf(test, errors.map(({ message, stack }) => `${message}\n${stack ?? ""}`).join("\n"));
}
