import type { JSONReport, JSONReportSuite, JSONReportTest } from "@playwright/test/reporter";
import { oneTest, sumTallies, type Tally } from "./tally.ts";

/** Counts every test of Playwright's JSON report; errors outside of tests count as failures. */
export function tallyPlaywright(report: Pick<JSONReport, "suites" | "errors">): Tally {
  const outside: Tally = { passed: 0, failed: report.errors.length, skipped: [] };
  return sumTallies([...report.suites.map((suite) => tallySuite(suite, "")), outside]);
}

function tallySuite(suite: JSONReportSuite, parents: string): Tally {
  const path = parents === "" ? suite.title : `${parents} > ${suite.title}`;
  const specs = suite.specs.flatMap((spec) => spec.tests.map((test) => tallyTest(test, `${path} > ${spec.title}`)));
  return sumTallies([...specs, ...(suite.suites ?? []).map((inner) => tallySuite(inner, path))]);
}

function tallyTest(test: JSONReportTest, name: string): Tally {
  // A test that passes at the second try is a defect too: only `expected` counts as passed.
  if (test.status !== "skipped") return oneTest(test.status === "expected");
  const said = test.annotations.find(({ type }) => type === "skip" || type === "fixme");
  return {
    passed: 0,
    failed: 0,
    skipped: [{ test: name, reason: said ? (said.description ?? "no reason given") : "not reached" }],
  };
}
