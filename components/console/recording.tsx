import { Card, Facts } from "#components/ui/card.tsx";
import { Chart } from "./chart.tsx";

export type RecordingView = {
  id: string;
  /** "redis-queue, frozen 13:29:41 UTC". */
  title: string;
  at: readonly number[];
  marks: readonly { from: number; to: number }[];
  legend: readonly [string, string];
  charts: readonly { label: string; values: readonly (number | null)[]; unit: ChartUnit }[];
  /** What was asked of the target last before it failed, and first after it was back. */
  excerpts: readonly ExcerptView[];
};

export type ChartUnit = "bytes" | "ms" | "s" | "count";

export type ExcerptView = {
  title: string;
  facts: readonly (readonly [string, string])[];
  /** Null: not visible. */
  slow: readonly (readonly [string, string])[] | null;
  latency: readonly (readonly [string, string])[] | null;
  clients: readonly (readonly [string, string])[] | null;
};

/** What the flight recorder held when a target failed. `format`: how a value of a unit is written. */
export function Recording({
  recording,
  format,
}: {
  recording: RecordingView;
  format: (value: number, unit: ChartUnit) => string;
}) {
  return (
    <Card className="grid gap-4">
      <h3 className="m-0 text-[15px] font-bold">{recording.title}</h3>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
        {recording.charts.map((chart) => (
          <Chart
            key={chart.label}
            label={chart.label}
            at={recording.at}
            values={chart.values}
            marks={recording.marks}
            format={(value) => format(value, chart.unit)}
            legend={recording.legend}
          />
        ))}
      </div>
      {recording.excerpts.map((excerpt) => (
        <details key={excerpt.title}>
          <summary className="cursor-pointer py-1 text-[14px] font-semibold">{excerpt.title}</summary>
          <div className="mt-2 grid gap-6 md:grid-cols-2">
            <Part title="INFO" lines={excerpt.facts} />
            <div className="grid content-start gap-6">
              <Part title="Slow commands" lines={excerpt.slow} />
              <Part title="Latency events" lines={excerpt.latency} />
              <Part title="Clients" lines={excerpt.clients} />
            </div>
          </div>
        </details>
      ))}
    </Card>
  );
}

function Part({ title, lines }: { title: string; lines: readonly (readonly [string, string])[] | null }) {
  return (
    <div className="min-w-0">
      <h4 className="mt-0 mb-1 text-[13.5px] font-semibold">{title}</h4>
      {lines === null ? <p className="m-0 text-[13px] text-mute">Not visible to us.</p> : null}
      {lines?.length === 0 ? <p className="m-0 text-[13px] text-mute">None.</p> : null}
      <Facts facts={lines ?? []} />
    </div>
  );
}
