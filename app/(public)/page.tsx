import type { Metadata } from "next";
import { headers } from "next/headers";
import { iconFor } from "#components/page/icon.ts";
import { StatusPage } from "#components/page/status-page.tsx";
import { publicWords } from "#lib/diagnosis/words.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicPage } from "#lib/services/read-page.ts";

/** Drawn anew for each request, the same for everybody; the front asks once per change. */
export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const { page, summary } = await readPublicPage(runtime().db, Date.now());
  const isWell = summary.tone === "operational" && !(await isLastConfirmed());
  return {
    title: `${isWell ? "" : "⚠ "}${summary.headline} · ${page.name}`,
    description: summary.headline,
    icons: { icon: iconFor((await isLastConfirmed()) ? "unknown" : summary.tone) },
  };
}

export default async function Page() {
  const snapshot = await readPublicPage(runtime().db, Date.now());
  return (
    <StatusPage
      snapshot={snapshot}
      isConfirmed={!(await isLastConfirmed())}
      describe={(outage) => publicWords(outage.cause, outage.status, outage.components)}
    />
  );
}

/** The front asks for the page twice: as it is, and as it will read should nothing more be confirmed (docs/decisions/0002). */
async function isLastConfirmed(): Promise<boolean> {
  return (await headers()).get("x-pulsepage-variant") === "last-confirmed";
}
