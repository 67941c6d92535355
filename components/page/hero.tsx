import { formatMoment, formatTimeWithSeconds } from "#lib/domain/duration.ts";
import type { PageSnapshot } from "#lib/domain/snapshot.ts";
import { STATUS_WORDS, StatusMark } from "./status-mark.tsx";

/** The state in words, first thing on the page. */
export function Hero({ snapshot }: { snapshot: PageSnapshot }) {
  const { summary } = snapshot;
  return (
    <section className={`hero ${summary.tone}`} aria-labelledby="now">
      {summary.tone !== "operational" && <StatusMark status={summary.tone} />}
      <h1 id="now">{summary.headline}</h1>
      <p>
        {summary.affected > 0 && `${summary.affected} of ${summary.total} components affected. `}
        <Checked snapshot={snapshot} />
      </p>
    </section>
  );
}

function Checked({ snapshot }: { snapshot: PageSnapshot }) {
  if (snapshot.checkedAt === null) return "Nothing is checked automatically here; operators keep this page.";
  return (
    <>
      Checked{" "}
      <time dateTime={new Date(snapshot.checkedAt).toISOString()} data-rel="ago">
        {formatTimeWithSeconds(snapshot.checkedAt, snapshot.page.timeZone)}
      </time>
      ; this page updates itself.
    </>
  );
}

/** What takes the hero's place when nothing more can be confirmed: never green, whatever was last. */
export function LastConfirmedHero({ snapshot }: { snapshot: PageSnapshot }) {
  const { summary, at, page } = snapshot;
  return (
    <section className="hero unknown" aria-labelledby="now">
      <StatusMark status="unknown" />
      <h1 id="now">Last confirmed at {formatMoment(at, page.timeZone, at)}</h1>
      <p>
        We cannot reach our own records right now. What follows is what we knew then:{" "}
        {STATUS_WORDS[summary.tone].toLowerCase()} – {summary.headline}.
      </p>
    </section>
  );
}
