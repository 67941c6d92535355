import { stripVTControlCharacters } from "node:util";
import type { JSONReport, JSONReportSuite, JSONReportTest } from "@playwright/test/reporter";
import { type Failure, failureOf, oneTest, type Report, sumTallies, type Tally } from "./tally.ts";

/** Counts every test of Playwright's JSON report; errors outside of tests count as failures. */
export function readPlaywright({ suites, errors }: Pick<JSONReport, "suites" | "errors">): Report {
  const outside: Tally = { passed: 0, failed: errors.length, skipped: [] };
  return {
    tally: sumTallies([...suites.map((suite) => tallySuite(suite, "")), outside]),
    failures: [
      ...suites.flatMap(failuresOf),
      ...errors.map(({ message }) => failureOf("outside of tests", plain(message))),
    ],
  };
}

function failuresOf(suite: JSONReportSuite): Failure[] {
  const failed = suite.specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => failureOf(`${spec.file} > ${spec.title}`, plain(results[0]?.error?.message))),
  );
  return [...failed, ...(suite.suites ?? []).flatMap(failuresOf)];
}

function plain(message: string | undefined): string | undefined {
  return message === undefined ? undefined : stripVTControlCharacters(message);
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
