import Link from "next/link";
import type { MaintenanceStatus } from "#lib/domain/maintenance.ts";

/** Where a window stands, in the words of operators. */
export const WORK_WORDS: Record<MaintenanceStatus, string> = {
  draft: "Not published yet",
  scheduled: "Planned",
  in_progress: "In progress",
  verifying: "Verifying",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** One window of a list. */
export function MaintenanceRow(props: { id: string; title: string; status: MaintenanceStatus; facts: string }) {
  const { id, title, status, facts } = props;
  const isOn = status === "in_progress" || status === "verifying";
  return (
    <li
      data-row=""
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-3 first:border-t-0"
    >
      <div className="min-w-0">
        <Link href={`/console/maintenance/${id}`} prefetch={false} className="font-semibold break-words">
          <bdi>{title}</bdi>
        </Link>
        <p className="m-0 text-[13px] text-mute tabular-nums">{facts}</p>
      </div>
      <span className={`text-[13.5px] font-semibold ${isOn ? "text-accent" : "text-mute"}`}>{WORK_WORDS[status]}</span>
    </li>
  );
}
