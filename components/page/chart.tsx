import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import type { ChartPoint, ChartSeries } from "#lib/domain/component-past.ts";
import { formatDay, formatTime } from "#lib/domain/duration.ts";
import type { View } from "./view.ts";

const WIDTH = 600;
const HEIGHT = 120;

const TITLES: Record<ChartSeries["metric"], string> = { latency: "Answer time", queue_wait: "Wait in the queue" };
const SPANS: Record<ChartSeries["span"], string> = { day: "the past 24 hours", quarter: "the past 90 days" };
const ROWS_MAX = 24;

/** What was measured over a stretch of time, drawn here and not in the browser; its numbers stand below, for who cannot see it. */
export function Chart({ series, view }: { series: ChartSeries; view: View }) {
  const { points, metric, span } = series;
  const known = points.filter((point) => point.typical !== null);
  const top = Math.max(1, ...known.map((point) => point.slow ?? 0));
  const y = scaleLinear([0, top], [HEIGHT, 0]).nice(2);
  const x = scaleUtc([points[0]?.at ?? 0, points.at(-1)?.at ?? 1], [0, WIDTH]);
  const isKnown = (point: ChartPoint) => point.typical !== null;
  const curve = line<ChartPoint>()
    .defined(isKnown)
    .x((point) => round(x(point.at)))
    .y((point) => round(y(point.typical ?? 0)));
  const band = area<ChartPoint>()
    .defined(isKnown)
    .x((point) => round(x(point.at)))
    .y0(HEIGHT)
    .y1((point) => round(y(point.slow ?? 0)));
  const label = `${TITLES[metric]} over ${SPANS[span]}: ${summary(known)}`;
  const ends = [points[0], points.at(-1)].map((point) => timeOf(point?.at ?? 0, series, view));
  const [, highest = top] = y.domain();
  return (
    <figure className="chart">
      <figcaption>
        <b>{TITLES[metric]}</b>, {SPANS[span]}: {summary(known)}
      </figcaption>
      <div className="plot">
        <div className="scale" aria-hidden="true">
          <span>{formatMs(highest)}</span>
          <span>{formatMs(highest / 2)}</span>
          <span>0</span>
        </div>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {[0, HEIGHT / 2, HEIGHT].map((at) => (
            <path key={at} className="grid" d={`M0 ${at}H${WIDTH}`} />
          ))}
          <path className="band" d={band(points) ?? ""} />
          <path className="curve" d={curve(points) ?? ""} />
        </svg>
        <div className="ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      </div>
      <Numbers series={series} view={view} />
    </figure>
  );
}

function Numbers({ series, view }: { series: ChartSeries; view: View }) {
  const step = Math.ceil(series.points.length / ROWS_MAX);
  const rows = series.points.filter((_, i) => i % step === step - 1 || i === series.points.length - 1);
  return (
    <details className="key">
      <summary>The numbers</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Typical</th>
            <th scope="col">95 of 100 within</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((point) => (
            <tr key={point.at}>
              <th scope="row">{timeOf(point.at, series, view)}</th>
              <td>{point.typical === null ? "not measured" : formatMs(point.typical)}</td>
              <td>{point.slow === null ? "" : formatMs(point.slow)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function summary(known: readonly ChartPoint[]): string {
  const typical = known.map((point) => point.typical ?? 0).sort((a, b) => a - b);
  const slow = Math.max(...known.map((point) => point.slow ?? 0));
  const middle = typical[Math.floor(typical.length / 2)] ?? 0;
  return `typically ${formatMs(middle)}, at its slowest ${formatMs(slow)}`;
}

function timeOf(at: number, { span }: ChartSeries, view: View): string {
  return span === "day" ? formatTime(at, view.timeZone) : formatDay(at, view.timeZone, view.at);
}

/** "under 1 ms", "14 ms", "1.4 s", "1.7 min". */
export function formatMs(ms: number): string {
  if (ms < 1) return ms === 0 ? "0" : "under 1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return `${(ms / 60_000).toFixed(ms < 600_000 ? 1 : 0)} min`;
}

const round = (value: number) => Math.round(value * 10) / 10;
