import Link from "next/link";
import type { ReactNode } from "react";
import { Live } from "./live.tsx";
import type { PaletteGroup } from "./palette.tsx";
import { PLACES, type Place } from "./places.ts";
import { ShellTools } from "./shell-tools.tsx";

/** The frame of every page of the console for somebody who is signed in. */
export function Shell({
  pageName,
  operator,
  mark,
  search,
  current,
  openIncidents,
  title,
  children,
}: {
  pageName: string;
  operator: string;
  /** What the page was drawn from: it is drawn anew when there is something newer. */
  mark: string;
  /** What there is to find just now. */
  search: () => Promise<readonly PaletteGroup[] | null>;
  current: Place;
  openIncidents: number;
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="min-h-screen md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:bg-card focus:p-2">
        To the content
      </a>
      <header className="border-line px-4 py-3 max-md:flex max-md:items-center max-md:gap-3 max-md:overflow-x-auto max-md:border-b md:border-r md:py-5">
        <p className="m-0 px-2.5 font-bold md:mb-3">{pageName}</p>
        <ShellTools search={search} />
        <nav aria-label="Console" className="flex text-[14px] md:grid md:gap-0.5">
          {PLACES.map(({ id, href, label }) => (
            <Link
              key={id}
              href={href}
              prefetch={false}
              aria-current={id === current ? "page" : undefined}
              className="flex min-h-9 items-center justify-between gap-2 rounded-lg px-2.5 py-1.5 whitespace-nowrap text-mute no-underline aria-[current]:bg-card aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:shadow-[inset_0_0_0_1px_var(--line)]"
            >
              {label}
              {id === "incidents" && openIncidents > 0 ? (
                <span className="font-semibold text-maj">
                  {openIncidents}
                  <span className="sr-only"> open</span>
                </span>
              ) : null}
            </Link>
          ))}
          <a
            href="/"
            className="flex min-h-9 items-center rounded-lg px-2.5 py-1.5 whitespace-nowrap text-mute no-underline"
          >
            Public page
          </a>
        </nav>
        <p className="m-0 px-2.5 text-[12.5px] whitespace-nowrap text-mute md:mt-6">{operator}</p>
      </header>
      <main id="main" className="max-w-[76rem] px-4 py-5 md:px-[clamp(1rem,4vw,3rem)] md:py-8">
        <h1 className="mt-0 mb-5 text-[1.45rem] font-bold tracking-tight">
          <bdi>{title}</bdi>
        </h1>
        {children}
      </main>
      <Live mark={mark} />
    </div>
  );
}
