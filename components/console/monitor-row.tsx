import Link from "next/link";
import type { ReactNode } from "react";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { EffectiveStatus } from "#lib/domain/status.ts";

export type MonitorRowView = {
  id: string;
  name: string;
  kind: string;
  status: EffectiveStatus;
  problem: string | null;
  lastLook: string | null;
  components: readonly string[];
};

/** One monitor of the list. `children`: what can be done with it. */
export function MonitorRow({ monitor, children }: { monitor: MonitorRowView; children: ReactNode }) {
  const spokenFor = monitor.components.join(", ");
  return (
    <li
      data-row=""
      className="grid items-center gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0 sm:grid-cols-[minmax(0,1fr)_auto]"
    >
      <div className="min-w-0">
        <p className="m-0 flex flex-wrap items-baseline gap-x-3">
          <Link href={`/console/monitors/${monitor.id}`} prefetch={false} className="font-semibold break-words">
            <bdi>{monitor.name}</bdi>
          </Link>
          <StatusWord status={monitor.status} />
          {monitor.problem === null ? null : <span className="text-[14px]">{monitor.problem}</span>}
        </p>
        <p className="m-0 text-[13px] text-mute tabular-nums">
          {monitor.kind}
          {spokenFor === "" ? "" : ` · for ${spokenFor}`} ·{" "}
          {monitor.lastLook === null ? "not looked at yet" : `last look ${monitor.lastLook}`}
        </p>
      </div>
      {children}
    </li>
  );
}
