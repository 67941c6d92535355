import { Card, Facts } from "#components/ui/card.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { TestStep } from "#lib/domain/monitor-test.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";

export type TestResultView = {
  /** "Tested 13:02:11 UTC by Ada: 412 ms". */
  title: string;
  status: EffectiveStatus;
  problem: string | null;
  facts: readonly (readonly [string, string])[];
  /** The way to it, step by step; empty where there is none. */
  steps: readonly TestStep[];
};

const STEP_LOOK = { ok: "text-ok", note: "text-deg", failed: "text-maj", skipped: "text-mute" } as const;

/** What one look found that was asked for; null while no answer has come. */
export function TestResult({ result }: { result: TestResultView | null }) {
  if (!result) {
    return (
      <Card>
        <p role="status" className="m-0">
          The worker has not answered yet. Does it run? Look at the page again in a moment.
        </p>
      </Card>
    );
  }
  return (
    <Card className="grid gap-3">
      <p role="status" className="m-0 flex flex-wrap items-baseline gap-x-3">
        <StatusWord status={result.status} />
        {result.problem === null ? null : <span>{result.problem}</span>}
        <span className="text-[13px] text-mute tabular-nums">{result.title}</span>
      </p>
      {result.steps.length === 0 ? null : (
        <ol className="m-0 grid list-none gap-1 p-0 text-[14px]">
          {result.steps.map(({ step, result: went, says }) => (
            <li key={step} className="grid grid-cols-[3.5rem_4.5rem_minmax(0,1fr)] gap-x-2">
              <strong className="uppercase">{step}</strong>
              <span className={`font-semibold ${STEP_LOOK[went]}`}>{went}</span>
              <span className="break-words">{says}</span>
            </li>
          ))}
        </ol>
      )}
      <details>
        <summary className="cursor-pointer py-1 text-[14px] font-semibold">What it measured</summary>
        <Facts facts={result.facts} />
      </details>
    </Card>
  );
}
