import Link from "next/link";
import type { ReactNode } from "react";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import { STAGE_WORDS } from "./timeline.tsx";

export type IncidentRowView = {
  id: string;
  title: string;
  status: IncidentStatus;
  /** "Began 14:06 UTC · 12 minutes so far". */
  facts: string;
  /** Whether nobody but the automatic checks has posted. */
  automatic: boolean;
};

/** One incident of a list. `children`: what can be done with it. */
export function IncidentRow({ incident, children }: { incident: IncidentRowView; children?: ReactNode }) {
  return (
    <li
      data-row=""
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-3 first:border-t-0"
    >
      <div className="min-w-0">
        <Link href={`/console/incidents/${incident.id}`} prefetch={false} className="font-semibold break-words">
          <bdi>{incident.title}</bdi>
        </Link>
        <p className="m-0 text-[13px] text-mute tabular-nums">
          {incident.facts}
          {incident.automatic ? " · posted automatically" : ""}
        </p>
      </div>
      <span className={`text-[13.5px] font-semibold ${incident.status === "resolved" ? "text-ok" : "text-par"}`}>
        {STAGE_WORDS[incident.status]}
      </span>
      {children ? <div className="flex w-full flex-wrap gap-2">{children}</div> : null}
    </li>
  );
}
