import Link from "next/link";
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
  commands: readonly CommandView[];
  /** Other explanations and notes. */
  others: readonly { cause: string; title: string }[];
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
    <Card row className="grid gap-3">
      <div>
        <Heading className={`m-0 text-[15px] font-bold ${statusColour(finding.status)}`}>{finding.title}</Heading>
        <p className="mt-0.5 mb-0 text-[13.5px] text-mute tabular-nums">
          {finding.since}. {finding.components.length > 0 ? `Affects ${finding.components.join(", ")}.` : ""}
        </p>
      </div>
      <Facts facts={finding.facts} />
      {finding.others.length > 0 ? (
        <p className="m-0 text-[13.5px] text-mute">
          Also noticed: {finding.others.map((other) => other.title).join("; ")}.
        </p>
      ) : null}
      {children}
    </Card>
  );
}

export type CommandView = { run: string; does: string; danger: "safe" | "careful" | "destructive" };

/** What to do about it, the harmless first: advice, then commands to copy, each with what it does and may cost. */
export function Runbook({ advice, commands }: { advice: readonly string[]; commands: readonly CommandView[] }) {
  if (advice.length === 0 && commands.length === 0) return null;
  return (
    <Card>
      <h3 className="mt-0 mb-1 text-[15px] font-bold">What to do</h3>
      <Steps advice={advice} commands={commands} />
    </Card>
  );
}

/** The same folded away, inside a finding; all that was measured stands on the monitor's own page. */
export function WhatToDo({ finding }: { finding: FindingView & { monitorId: string } }) {
  return (
    <details>
      <summary className="cursor-pointer py-1 text-[14px] font-semibold">What to do</summary>
      <div className="mt-2 grid gap-3">
        <Steps advice={finding.advice} commands={finding.commands} />
        <p className="m-0 text-[13.5px]">
          <Link
            href={`/console/monitors/${finding.monitorId}`}
            prefetch={false}
            className="underline underline-offset-2"
          >
            All that was measured
          </Link>
        </p>
      </div>
    </details>
  );
}

function Steps({ advice, commands }: { advice: readonly string[]; commands: readonly CommandView[] }) {
  return (
    <div className="min-w-0">
      <ol className="m-0 list-decimal pl-5 text-[14px]">
        {advice.map((step) => (
          <li key={step} className="my-1 break-words">
            {step}
          </li>
        ))}
      </ol>
      <ul className="m-0 mt-3 grid list-none gap-2 p-0 text-[13.5px]">
        {commands.map((command) => (
          <li key={command.run} className="min-w-0">
            <code className="block rounded bg-code px-2 py-1 text-[13px] break-words whitespace-pre-wrap">
              {command.run}
            </code>
            <span className="text-mute">
              {command.does} · <DangerWord danger={command.danger} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const DANGER = { safe: "only reads", careful: "changes settings", destructive: "can lose data" } as const;

function DangerWord({ danger }: Pick<CommandView, "danger">) {
  if (danger === "safe") return DANGER.safe;
  return (
    <strong className={danger === "destructive" ? statusColour("major_outage") : statusColour("degraded_performance")}>
      {DANGER[danger]}
    </strong>
  );
}
