import type { ReactNode } from "react";
import { Card, Facts } from "#components/ui/card.tsx";
import { statusColour } from "#components/ui/status-word.tsx";
import type { EffectiveStatus } from "#lib/domain/status.ts";

export type FindingView = {
  status: EffectiveStatus;
  title: string;
  since: string;
  components: readonly string[];
  facts: readonly (readonly [string, string])[];
  advice: readonly string[];
};

/** What a monitor found: what it is, since when, what it measured. `children`: what can be done about it here. */
export function FindingCard({
  finding,
  heading: Heading = "h3",
  children,
}: {
  finding: FindingView;
  heading?: "h2" | "h3";
  children?: ReactNode;
}) {
  return (
    <Card className="grid gap-3">
      <div>
        <Heading className={`m-0 text-[15px] font-bold ${statusColour(finding.status)}`}>{finding.title}</Heading>
        <p className="mt-0.5 mb-0 text-[13.5px] text-mute tabular-nums">
          {finding.since}. {finding.components.length > 0 ? `Affects ${finding.components.join(", ")}.` : ""}
        </p>
      </div>
      <Facts facts={finding.facts} />
      {children}
    </Card>
  );
}

/** What to do about it, the harmless first. */
export function Runbook({ advice }: { advice: readonly string[] }) {
  if (advice.length === 0) return null;
  return (
    <Card>
      <h2 className="mt-0 mb-1 text-[15px] font-bold">What to do</h2>
      <ol className="m-0 list-decimal pl-5 text-[14px]">
        {advice.map((step) => (
          <li key={step} className="my-1 break-words">
            {step}
          </li>
        ))}
      </ol>
    </Card>
  );
}
