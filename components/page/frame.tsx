import type { ReactNode } from "react";
import { LANGUAGES, languageTag, pathIn } from "#lib/domain/language.ts";
import { hrefIn } from "./address.ts";
import { SecondsMark } from "./moment.tsx";
import { Say } from "./say.tsx";
import type { View } from "./view.ts";
import { Written } from "./written.tsx";

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
  const { words } = view;
  return (
    <div className={wide ? "w wide" : "w"}>
      <header>
        <a className="logo" href={hrefIn(view, "/")}>
          <i />
          <Written text={name} view={view} />
        </a>{" "}
        <a className="btn" href={hrefIn(view, "/subscribe")}>
          {words.say("frame.getUpdates")}
        </a>
      </header>
      <main className={view.isCurrent ? undefined : "last"} data-version={version}>
        {children}
      </main>
      <footer>
        <span>{words.say("frame.zone", { zone: words.zone(view.at, view.timeZone) })}</span>{" "}
        <a href={hrefIn(view, "/history")}>{words.say("frame.history")}</a>{" "}
        <a href={hrefIn(view, "/uptime")}>{words.say("frame.uptime")}</a>{" "}
        <a href={hrefIn(view, "/subscribe")}>{words.say("frame.getUpdates")}</a>{" "}
        <a href="/history.atom">{words.say("frame.feed")}</a>{" "}
        <a href="/maintenance.ics">{words.say("frame.calendar")}</a> <a href="/api/v2/summary.json">API</a>{" "}
        <span>Pulsepage</span>
        {view.place.languages.length > 1 && <Languages view={view} />}
      </footer>
    </div>
  );
}

/** The same page in the other languages, each by its own name. */
function Languages({ view }: { view: View }) {
  const { path, ownLanguage, languages } = view.place;
  return (
    <nav className="languages" aria-label={view.words.say("frame.languages")}>
      <ul>
        {languages.map((one) => (
          <li key={one}>
            <a
              href={pathIn(one, ownLanguage, path)}
              hrefLang={languageTag(one)}
              lang={languageTag(one)}
              aria-current={one === view.words.language ? "true" : undefined}
            >
              <bdi>{LANGUAGES[one]}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The way to the front page. */
export function BackHome({ view }: { view: View }) {
  return (
    <p className="back">
      <a href={hrefIn(view, "/")}>
        {arrowBack(view)} {view.words.say("frame.home")}
      </a>
    </p>
  );
}

/** Against the direction of reading. */
export function arrowBack({ words }: View): string {
  return words.direction === "ltr" ? "←" : "→";
}

/** Said on a page that can no longer be confirmed. */
export function LastKnown({ view }: { view: View }) {
  return <Say view={view} words="frame.lastKnown" time={<SecondsMark at={view.at} view={view} />} />;
}
