import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";

const WIDTH = 300;
const HEIGHT = 64;
const TOP = 6;

type Point = { at: number; value: number | null };

/**
 * A small line over time, drawn on the server: no script, readable in both colours.
 *
 * `values` may hold gaps (null): the line breaks there. `marks`: stretches to be shaded, as they failed.
 */
export function Chart({
  label,
  at,
  values,
  marks,
  format,
  legend,
}: {
  label: string;
  at: readonly number[];
  values: readonly (number | null)[];
  marks: readonly { from: number; to: number }[];
  format: (value: number) => string;
  /** What stands below its two ends: "13:46", "14:01 UTC". */
  legend: readonly [string, string];
}) {
  const seen = values.filter((value) => value !== null);
  const from = at[0];
  const to = at.at(-1);
  if (seen.length === 0 || from === undefined || to === undefined) return null;
  const highest = Math.max(...seen);
  const last = seen.at(-1) as number;
  const x = scaleLinear([from, Math.max(to, from + 1)], [0, WIDTH]);
  // From zero: a line that only looks steep misleads.
  const y = scaleLinear([0, highest > 0 ? highest : 1], [HEIGHT, TOP]);
  const points = at.map((instant, i): Point => ({ at: instant, value: values[i] ?? null }));
  const isThere = (point: Point) => point.value !== null;
  const path = line<Point>(
    (point) => x(point.at),
    (point) => y(point.value ?? 0),
  ).defined(isThere)(points);
  const under = area<Point>(
    (point) => x(point.at),
    HEIGHT,
    (point) => y(point.value ?? 0),
  ).defined(isThere)(points);
  const words = `${label}: last ${format(last)}, highest ${format(highest)}`;
  return (
    <figure className="m-0 grid min-w-0 gap-1">
      <figcaption className="grid text-[13px]">
        <span className="font-semibold">{label}</span>
        <span className="text-mute tabular-nums">
          {format(last)} · highest {format(highest)}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
        className="block h-16 w-full rounded bg-code"
      >
        {marks.map((mark) => (
          <rect
            key={mark.from}
            x={x(mark.from)}
            y={0}
            width={Math.max(1.5, x(mark.to) - x(mark.from))}
            height={HEIGHT}
            className="fill-maj/20"
          />
        ))}
        <path d={under ?? ""} className="fill-ink/10" />
        <path d={path ?? ""} className="fill-none stroke-ink" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="m-0 flex justify-between text-[12px] text-mute tabular-nums">
        <span>{legend[0]}</span>
        <span>{legend[1]}</span>
      </p>
    </figure>
  );
}
