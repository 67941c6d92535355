import { Card, Facts } from "#components/ui/card.tsx";
import { statusColour, statusLabel } from "#components/ui/status-word.tsx";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { type CommandView, Runbook } from "./finding-card.tsx";

export type DiagnosisCardView = {
  cause: string;
  title: string;
  /** Null: a note. */
  status: ImpactStatus | null;
  sure: string;
  evidence: readonly (readonly [string, string])[];
  advice: readonly string[];
  commands: readonly CommandView[];
};

/** One explanation with what it rests on, and what to do about it beside it. */
export function DiagnosisCard({ diagnosis }: { diagnosis: DiagnosisCardView }) {
  const { status } = diagnosis;
  return (
    <div className="grid items-start gap-3 lg:grid-cols-2">
      <Card className="grid gap-3">
        <div>
          <h3
            className={`m-0 text-[15px] font-bold first-letter:uppercase ${status === null ? "" : statusColour(status)}`}
          >
            {diagnosis.title}
          </h3>
          <p className="mt-0.5 mb-0 text-[13.5px] text-mute">
            {status === null ? "A note: nobody notices it yet" : statusLabel(status)} · {diagnosis.sure} ·{" "}
            <code className="text-[12.5px]">{diagnosis.cause}</code>
          </p>
        </div>
        <Facts facts={diagnosis.evidence} />
      </Card>
      <Runbook advice={diagnosis.advice} commands={diagnosis.commands} />
    </div>
  );
}
