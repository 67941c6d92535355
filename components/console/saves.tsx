import { Facts } from "#components/ui/card.tsx";
import { formatBytes } from "#lib/domain/bytes.ts";
import { Chart } from "./chart.tsx";

export type SavesView = {
  now: readonly (readonly [string, string])[];
  /** The newest first. */
  earlier: readonly { at: string; what: string }[];
  /** Of the data at each snapshot; null before there are enough. */
  sizes: { at: readonly number[]; values: readonly (number | null)[]; legend: readonly [string, string] } | null;
};

/** How a target saves its data now and did before. */
export function Saves({ saves }: { saves: SavesView }) {
  if (saves.now.length === 0) {
    return <p className="m-0 text-[14px] text-mute">It does not show us how it saves.</p>;
  }
  return (
    <div className="grid gap-3">
      <Facts facts={saves.now} />
      {saves.sizes === null ? null : (
        <Chart label="Data at each snapshot" {...saves.sizes} marks={[]} format={formatBytes} />
      )}
      {saves.earlier.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer py-1 text-[14px] font-semibold">Saves we have seen</summary>
          <Facts facts={saves.earlier.map(({ at, what }) => [at, what] as const)} />
        </details>
      )}
    </div>
  );
}
