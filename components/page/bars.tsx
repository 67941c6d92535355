import type { DayClass } from "#lib/domain/days.ts";
import type { SnapshotComponent } from "#lib/domain/snapshot.ts";
import type { Key } from "#lib/words/words.ts";
import { barRuns } from "./bar-runs.ts";
import { uptimeWords } from "./uptime-words.ts";
import type { View } from "./view.ts";
import { writtenIn } from "./written.tsx";

const PITCH = 5;
const BAR = 3;
const HEIGHT = 28;

/** One bar per day. Quiet days cost no bytes: a run of them is one rectangle filled with a pattern (`BarPatterns`). */
export function Bars({ component, view }: { component: SnapshotComponent; view: View }) {
  const { days } = component;
  const name = writtenIn(view, component.name);
  const uptime = uptimeWords(component, view);
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${days.length * PITCH - (PITCH - BAR)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={view.words.say("bars.label", { name, span: view.words.unit(days.length, "day"), uptime })}
    >
      {barRuns(days, view).map((run) => (
        <rect
          key={run.first}
          x={run.first * PITCH}
          width={run.count * PITCH - (PITCH - BAR)}
          height={HEIGHT}
          fill={`url(#b-${run.class})`}
        >
          {run.title !== null && <title>{`${run.title} `}</title>}
        </rect>
      ))}
    </svg>
  );
}

// An up day stands a little lower than the rest. How high the filled part stands tells how long it was down, textures
// tell the other kinds: no bar is told by its colour (page.css) alone.
const TEXTURES: Record<DayClass, [y: number, height: number][]> = {
  none: [[24, 4]],
  unknown: [1, 7, 13, 19, 25].map((y) => [y, 2]),
  operational: [[4, 24]],
  maintenance: [
    [0, 12],
    [16, 12],
  ],
  degraded: [0, 5, 10, 15, 20, 25].map((y) => [y, 3]),
  minor: [[18, 10]],
  moderate: [[12, 16]],
  serious: [[8, 20]],
  outage: [[0, 28]],
};

/** The bar of each class, drawn once per document. Must stand in it before any `Bars`. */
export function BarPatterns() {
  return (
    <svg className="defs" width="0" height="0" aria-hidden="true">
      {(Object.keys(TEXTURES) as DayClass[]).map((name) => (
        <pattern key={name} id={`b-${name}`} width={PITCH} height={HEIGHT} patternUnits="userSpaceOnUse">
          {["minor", "moderate", "serious"].includes(name) && (
            <rect className="pale" width={BAR} height={HEIGHT} rx="1" />
          )}
          {TEXTURES[name].map(([y, height]) => (
            <rect key={y} y={y} width={BAR} height={height} rx={height > 4 ? 1 : undefined} />
          ))}
        </pattern>
      ))}
    </svg>
  );
}

const KEY: [DayClass, Key][] = [
  ["operational", "bars.operational"],
  ["degraded", "bars.degraded"],
  ["minor", "bars.minor"],
  ["moderate", "bars.moderate"],
  ["serious", "bars.serious"],
  ["outage", "bars.outage"],
  ["maintenance", "bars.maintenance"],
  ["unknown", "bars.unknown"],
  ["none", "bars.none"],
];

/** What the bars mean. A partial outage counts less than a full one, by the page's own weights. */
export function BarKey({ view }: { view: View }) {
  return (
    <details className="key" id="bar-key">
      <summary>{view.words.say("bars.meaning")}</summary>
      <p>{view.words.say("bars.explained")}</p>
      <ul>
        {KEY.map(([name, words]) => (
          <li key={name}>
            <svg viewBox={`0 0 ${BAR} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
              <rect width={BAR} height={HEIGHT} fill={`url(#b-${name})`} />
            </svg>
            {view.words.say(words)}
          </li>
        ))}
      </ul>
    </details>
  );
}
