import Link from "next/link";

export type OwedView = {
  refId: string;
  title: string;
  /** "Incident, resolved · 14:06 UTC". */
  facts: string;
  /** "1,238 delivered, 2 given up, 3 waiting". */
  totals: string;
  /** Whether a message of it was given up. */
  isTroubled: boolean;
};

/** One update and how its messages fare. */
export function OwedRow({ entry }: { entry: OwedView }) {
  return (
    <li
      data-row=""
      className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-t border-line py-3 first:border-t-0"
    >
      <div className="min-w-0">
        <Link href={`/console/deliveries/${entry.refId}`} prefetch={false} className="font-semibold break-words">
          <bdi>{entry.title}</bdi>
        </Link>
        <p className="m-0 text-[13px] text-mute tabular-nums">{entry.facts}</p>
      </div>
      <span className={`text-[13.5px] tabular-nums ${entry.isTroubled ? "font-semibold text-maj" : "text-mute"}`}>
        {entry.totals}
      </span>
    </li>
  );
}
