import type { TestResultView } from "#components/console/test-result.tsx";
import { operatorWords } from "#lib/diagnosis/words.ts";
import { formatTimeWithSeconds } from "#lib/domain/duration.ts";
import type { MonitorTestAnswer } from "#lib/domain/monitor-test.ts";
import type { Row } from "#lib/store/schema.ts";
import { factLines } from "./fact-words.ts";

/** What a test found; null while no answer has come. */
export function testResult(test: Row<"monitor_test">, timeZone: string): TestResultView | null {
  if (test.answer === null || test.answered_at === null) return null;
  const { tookMs, seen, steps } = JSON.parse(test.answer) as MonitorTestAnswer;
  const title = `Tested ${formatTimeWithSeconds(test.answered_at, timeZone)} by ${test.asked_by}, took ${tookMs} ms`;
  if (!seen) return { title, status: "unknown", problem: "It could not be judged in time.", facts: [], steps };
  return {
    title,
    status: seen.status ?? "unknown",
    problem: seen.cause === null ? null : operatorWords(seen.cause, seen.facts).title,
    facts: factLines(seen.facts),
    steps,
  };
}
