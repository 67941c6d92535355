import type { ReactNode } from "react";

/** Head and foot of every public page. */
export function PageFrame({ name, timeZone, children }: { name: string; timeZone: string; children: ReactNode }) {
  return (
    <div className="w">
      <header>
        <a className="logo" href="/">
          <i />
          <bdi>{name}</bdi>
        </a>
        <a className="btn" href="/subscribe">
          Get updates
        </a>
      </header>
      {children}
      <footer>
        <span>All times in {timeZone}</span>
        <span>Pulsepage</span>
      </footer>
    </div>
  );
}
