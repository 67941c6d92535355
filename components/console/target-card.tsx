import Link from "next/link";
import { Card, Facts } from "#components/ui/card.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { Changes } from "./changes.tsx";
import { TopologyPicture, type TopologyView } from "./topology-picture.tsx";

export type TargetCardView = {
  id: string;
  name: string;
  status: EffectiveStatus;
  problem: string | null;
  /** "Redis · version 7.0.15 · primary · up 3 days". */
  what: string;
  /** `share`: 0 to 1; null when there is no limit. The whole is null when not visible. */
  memory: { share: number | null; words: string } | null;
  topology: TopologyView | null;
  /** The newest first. */
  failovers: readonly { id: string; when: string; what: string }[];
  signals: readonly (readonly [string, string])[];
  notes: readonly { cause: string; title: string; isNote: boolean }[];
  changes: readonly { id: string; when: string; what: string }[];
};

/** One watched Redis at a glance. */
export function TargetCard({ target }: { target: TargetCardView }) {
  return (
    <Card className="grid gap-4">
      <div>
        <h2 className="m-0 flex flex-wrap items-baseline gap-x-3 text-[17px] font-bold">
          <Link href={`/console/monitors/${target.id}`} prefetch={false}>
            <bdi>{target.name}</bdi>
          </Link>
          <StatusWord status={target.status} />
        </h2>
        <p className="m-0 text-[13px] text-mute tabular-nums">{target.what}</p>
      </div>
      {target.notes.length === 0 ? null : (
        <ul className="m-0 grid list-none gap-1 p-0 text-[14px]">
          {target.notes.map((note) => (
            <li key={note.cause}>
              {note.isNote ? <span className="text-mute">Note: </span> : null}
              {note.title}
            </li>
          ))}
        </ul>
      )}
      {target.topology === null ? null : <TopologyPicture topology={target.topology} />}
      <div className="grid items-start gap-x-8 gap-y-4 md:grid-cols-2">
        <div className="grid gap-3">
          {target.memory ? <Memory memory={target.memory} /> : null}
          <Facts facts={target.signals} />
        </div>
        <div className="min-w-0">
          <h3 className="mt-0 mb-1 text-[14px] font-semibold">What was changed</h3>
          <Changes changes={target.changes} />
          {target.failovers.length === 0 ? null : (
            <>
              <h3 className="mt-4 mb-1 text-[14px] font-semibold">Who took over</h3>
              <Changes changes={target.failovers} />
            </>
          )}
        </div>
      </div>
    </Card>
  );
}

function Memory({ memory }: { memory: NonNullable<TargetCardView["memory"]> }) {
  return (
    <div>
      <p className="mt-0 mb-1 flex flex-wrap justify-between gap-x-3 text-[13px]">
        <span className="text-mute">memory</span>
        <span className="tabular-nums">{memory.words}</span>
      </p>
      {memory.share === null ? null : (
        <svg
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          aria-hidden="true"
          className="block h-1.5 w-full rounded bg-code"
        >
          <rect
            width={memory.share * 100}
            height="4"
            className={memory.share >= 0.9 ? "fill-maj" : memory.share >= 0.75 ? "fill-deg" : "fill-ok"}
          />
        </svg>
      )}
    </div>
  );
}
