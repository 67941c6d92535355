import { formatDay } from "#lib/domain/duration.ts";
import type { SnapshotComponent, SnapshotDay } from "#lib/domain/snapshot.ts";

const WIDTH = 3;
const STEP = 5;
const HEIGHT = 28;

/** Drawn once per page: the green days of every strip are this one pattern, so that a well day costs no bytes. */
export function BarPattern() {
  return (
    <svg className="hide" aria-hidden="true">
      <pattern id="d" className="operational" width={STEP} height={HEIGHT} patternUnits="userSpaceOnUse">
        <rect width={WIDTH} height={HEIGHT} rx="1" className="fill" />
      </pattern>
    </svg>
  );
}

/** Ninety days as one strip. A bad day is shorter the worse it was, besides its colour, and says what happened. */
export function DayBars({ component }: { component: SnapshotComponent }) {
  const { days, name, uptime, coverage } = component;
  const share = coverage < 0.99 ? `, based on ${Math.floor(coverage * 1_000) / 10} % of the period` : "";
  const label = `${name}: ${uptime === null ? "no uptime known" : `${uptime} % uptime`} over ${days.length} days${share}`;
  const firstSeen = days.findIndex((day) => day.class !== "none");
  const before = firstSeen === -1 ? days.length : firstSeen;
  return (
    <>
      <svg
        className="bars"
        viewBox={`0 0 ${days.length * STEP - (STEP - WIDTH)} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {before > 0 && <path className="d none" d={outlines(before)} />}
        {before < days.length && (
          <rect x={before * STEP} width={(days.length - before) * STEP} height={HEIGHT} fill="url(#d)" />
        )}
        {days.map((day, i) =>
          i < before || day.class === "operational" ? null : <Bar key={day.day} day={day} index={i} />,
        )}
      </svg>
      <div className="ax">
        <span>{days.length} days ago</span>
        <b>{uptime === null ? "–" : `${uptime} %`}</b>
        <span>Today</span>
      </div>
      {share !== "" && <div className="was">Uptime{share.replace(", ", " ")}</div>}
    </>
  );
}

/** How much is cut off the top: told apart without colour. */
const CUT: Record<SnapshotDay["class"], number> = {
  none: 26,
  unknown: 20,
  operational: 0,
  maintenance: 16,
  degraded: 4,
  minor: 7,
  moderate: 11,
  serious: 15,
  outage: 0,
};

function Bar({ day, index }: { day: SnapshotDay; index: number }) {
  const x = index * STEP;
  const cut = CUT[day.class];
  return (
    <>
      {cut > 0 && <path className="cut" d={`M${x + 1.5} 0v${cut}`} strokeWidth={WIDTH + 1} />}
      <rect className={`d ${day.class}`} x={x} y={cut} width={WIDTH} height={HEIGHT - cut} rx="1">
        <title>{`${dayName(day.day)}: ${day.text ?? "not measured"}`}</title>
      </rect>
      {day.class === "outage" && <path className="cut" d={`M${x} ${HEIGHT / 2}h${WIDTH}`} strokeWidth="2" />}
    </>
  );
}

/** Days before it was watched: a mark on the base line, as one path. */
function outlines(count: number): string {
  let path = "";
  for (let i = 0; i < count; i += 1) path += `M${i * STEP} 26h${WIDTH}v2h-${WIDTH}z`;
  return path;
}

function dayName(day: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`);
  return formatDay(noon, "UTC", noon);
}
