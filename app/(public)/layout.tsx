import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./page.css";

export const metadata: Metadata = { title: "Status" };
export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/** The frame of everything readers see. One small script of our own keeps an open page true; without it the page reads itself again. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <noscript>
          <meta httpEquiv="refresh" content="60" />
        </noscript>
      </head>
      <body>
        {children}
        <script src="/live.js" data-keep="" defer />
      </body>
    </html>
  );
}
