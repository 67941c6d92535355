import type { TestResultView } from "#components/console/test-result.tsx";
import { statusLabel } from "#components/ui/status-word.tsx";
import { operatorWords } from "#lib/diagnosis/words.ts";
import { formatTimeWithSeconds } from "#lib/domain/duration.ts";
import type { MonitorTestAnswer } from "#lib/domain/monitor-test.ts";
import type { Row } from "#lib/store/schema.ts";
import { factLines } from "./fact-words.ts";

/** What a monitor that is only tried found, line by line. */
export function trialLines({ tookMs, seen, steps }: MonitorTestAnswer): { name: string; text: string }[] {
  const status = seen?.status ?? null;
  const cause = seen?.cause == null ? "" : `: ${operatorWords(seen.cause, seen.facts).title}`;
  const found = status === null ? "It could not be judged in time" : `${statusLabel(status)}${cause}`;
  return [
    { name: "It finds", text: `${found}. It took ${tookMs} ms.` },
    ...steps.map(({ step, result, says }) => ({ name: step, text: `${result}: ${says}` })),
  ];
}

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
