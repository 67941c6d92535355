export type CheckView = {
  name: string;
  state: "well" | "careful" | "wrong";
  /** "PostgreSQL, 12 MiB. Takes writes". */
  says: string;
  /** What to do about it; null: nothing. */
  todo: string | null;
};

const LOOK = {
  well: ["Well", "text-ok"],
  careful: ["Look at it", "text-deg"],
  wrong: ["Wrong", "text-maj"],
} as const;

/** One thing the installation says of itself. */
export function CheckRow({ check }: { check: CheckView }) {
  const [word, colour] = LOOK[check.state];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-5 gap-y-0.5 border-t border-line py-3 first:border-t-0 sm:grid-cols-[8rem_minmax(0,1fr)_auto]">
      <strong className="text-[14.5px]">{check.name}</strong>
      <div className="min-w-0 text-[14px] break-words tabular-nums max-sm:order-1 max-sm:col-span-2">
        {check.says}.{check.todo === null ? null : <p className="m-0 text-mute">{check.todo}</p>}
      </div>
      <span className={`text-[13.5px] font-semibold ${colour}`}>{word}</span>
    </li>
  );
}
