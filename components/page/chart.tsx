import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import type { ChartPoint, ChartSeries } from "#lib/domain/component-past.ts";
import type { Key } from "#lib/words/words.ts";
import { Say } from "./say.tsx";
import type { View } from "./view.ts";

const WIDTH = 600;
const HEIGHT = 120;

const TITLES: Record<ChartSeries["metric"], Key> = { latency: "chart.latency", queue_wait: "chart.queue_wait" };
const SPANS: Record<ChartSeries["span"], Key> = { day: "chart.day", quarter: "chart.quarter" };
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
  const { words } = view;
  const said = { metric: words.say(TITLES[metric]), span: words.say(SPANS[span]), summary: summary(known, view) };
  const ends = [points[0], points.at(-1)].map((point) => timeOf(point?.at ?? 0, series, view));
  const [, highest = top] = y.domain();
  return (
    <figure className="chart">
      <figcaption>
        <Say view={view} words="chart.label" {...said} metric={<b>{said.metric}</b>} />
      </figcaption>
      <div className="plot">
        <div className="scale" aria-hidden="true">
          <span>{words.latency(highest)}</span>
          <span>{words.latency(highest / 2)}</span>
          <span>0</span>
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={words.say("chart.label", said)}
        >
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
      <summary>{view.words.say("chart.numbers")}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{view.words.say("chart.time")}</th>
            <th scope="col">{view.words.say("chart.typical")}</th>
            <th scope="col">{view.words.say("chart.slow")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((point) => (
            <tr key={point.at}>
              <th scope="row">{timeOf(point.at, series, view)}</th>
              <td>{point.typical === null ? view.words.say("bars.notMeasured") : view.words.latency(point.typical)}</td>
              <td>{point.slow === null ? "" : view.words.latency(point.slow)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function summary(known: readonly ChartPoint[], { words }: View): string {
  const typical = known.map((point) => point.typical ?? 0).sort((a, b) => a - b);
  const slow = Math.max(...known.map((point) => point.slow ?? 0));
  const middle = typical[Math.floor(typical.length / 2)] ?? 0;
  return words.say("chart.summary", { typical: words.latency(middle), slow: words.latency(slow) });
}

function timeOf(at: number, { span }: ChartSeries, view: View): string {
  return span === "day" ? view.words.time(at, view.timeZone) : view.words.day(at, view.timeZone, view.at);
}

const round = (value: number) => Math.round(value * 10) / 10;
