import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./console.css";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Console", template: "%s · Console" },
  robots: { index: false, follow: false },
  referrer: "same-origin",
  icons: "/icon-operational.svg",
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
