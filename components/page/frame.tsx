import type { ReactNode } from "react";
import { zoneName } from "#lib/domain/duration.ts";
import { SecondsMark } from "./moment.tsx";
import type { View } from "./view.ts";

/** What every public page has around it: whose it is, and how to hear of changes. Only `main` changes while it is open. */
export function Frame({
  name,
  view,
  version,
  wide = false,
  children,
}: {
  name: string;
  view: View;
  /** The store's version it was drawn from: the page's script reads again when there is a newer one. */
  version?: number | undefined;
  /** It holds a table that needs the room. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={wide ? "w wide" : "w"}>
      <header>
        <a className="logo" href="/">
          <i />
          <bdi>{name}</bdi>
        </a>
        <a className="btn" href="/subscribe">
          Get updates
        </a>
      </header>
      <main className={view.isCurrent ? undefined : "last"} data-version={version}>
        {children}
      </main>
      <footer>
        <span>All times in {zoneName(view.at, view.timeZone)}</span>
        <a href="/history">History</a>
        <a href="/uptime">Uptime</a>
        <a href="/subscribe">Get updates</a>
        <a href="/history.atom">Feed</a>
        <a href="/maintenance.ics">Calendar</a>
        <span>Pulsepage</span>
      </footer>
    </div>
  );
}

/** Said on a page that can no longer be confirmed. */
export function LastKnown({ view }: { view: View }) {
  return (
    <>
      We cannot reach our own records right now; this is what we last knew,{" "}
      <SecondsMark at={view.at} timeZone={view.timeZone} />.
    </>
  );
}
