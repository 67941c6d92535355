import { Card, Facts } from "#components/ui/card.tsx";

export type QueueCardView = {
  name: string;
  isLate: boolean;
  /** "On time", "Late", "Paused". */
  state: string;
  /** "The oldest job waits 12 seconds of 1 minute promised". */
  waits: string;
  /** Of the promise, 0 to 1. */
  share: number;
  forecast: string | null;
  counts: readonly (readonly [string, string])[];
  /** By class of exception. */
  failures: readonly (readonly [string, string])[];
};

/** One queue: how long jobs wait against the promise, what moves, who works. */
export function QueueCard({ queue }: { queue: QueueCardView }) {
  return (
    <Card className="grid content-start gap-3">
      <h3 className="m-0 flex flex-wrap items-baseline justify-between gap-x-3 text-[15px] font-bold">
        <bdi className="min-w-0 break-words">{queue.name}</bdi>
        <span className={`text-[13.5px] font-semibold ${queue.isLate ? "text-maj" : "text-ok"}`}>{queue.state}</span>
      </h3>
      <div>
        <p className="mt-0 mb-1 text-[13.5px] tabular-nums">{queue.waits}</p>
        <svg
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          aria-hidden="true"
          className="block h-1.5 w-full rounded bg-code"
        >
          <rect width={queue.share * 100} height="4" className={queue.isLate ? "fill-maj" : "fill-ok"} />
        </svg>
      </div>
      {queue.forecast === null ? null : <p className="m-0 text-[13.5px]">{queue.forecast}</p>}
      <Facts facts={queue.counts} />
      {queue.failures.length === 0 ? null : (
        <div>
          <h4 className="mt-0 mb-1 text-[13.5px] font-semibold">Failures of the last 5 minutes</h4>
          <Facts facts={queue.failures} />
        </div>
      )}
    </Card>
  );
}
