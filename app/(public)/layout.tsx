import type { Viewport } from "next";
import type { ReactNode } from "react";
import { Announcement } from "#components/page/announcement.tsx";
import { BarPatterns } from "#components/page/bars.tsx";
import { lookNow, placeNow, wordsNow } from "./look.ts";
import "./page.css";

export const dynamic = "force-dynamic";
export const viewport: Viewport = { colorScheme: "light dark" };

/** The document around every public page. Complete without script; the one script keeps an open page true. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  const [{ css, stylesheet, announcement }, words] = await Promise.all([lookNow(), wordsNow()]);
  const place = await placeNow("/", announcement);
  return (
    <html lang={words.tag} dir={words.direction === "rtl" ? "rtl" : undefined}>
      <head>
        <script src="/live.js" data-keep="" defer />
        <link rel="alternate" type="application/atom+xml" href="/history.atom" title="Status History - Atom Feed" />
        <link rel="alternate" type="application/rss+xml" href="/history.rss" title="Status History - RSS Feed" />
        <link rel="alternate" type="application/feed+json" href="/feed.json" title="Status History - JSON Feed" />
        <link rel="alternate" type="text/calendar" href="/maintenance.ics" title={words.say("page.planned")} />
        {/* Rules of our own making: no sign in them that HTML would read. */}
        {css !== "" && <style>{css}</style>}
        {stylesheet !== null && <link rel="stylesheet" href={stylesheet} data-custom="" />}
        <noscript>
          <meta httpEquiv="refresh" content="60" />
        </noscript>
      </head>
      <body>
        <BarPatterns />
        {announcement !== null && <Announcement announced={announcement} view={{ words, place }} />}
        {children}
      </body>
    </html>
  );
}
