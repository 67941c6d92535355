import type { Metadata } from "next";
import { cache } from "react";
import { headline, pageStatus, tabOf } from "#components/page/headline.ts";
import { StatusPage } from "#components/page/status-page.tsx";
import { publicWords } from "#lib/diagnosis/words.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import { discovery } from "./discovery.ts";
import { isCurrent } from "./variant.ts";

export const dynamic = "force-dynamic";

/** Read once per request, for the tab and for the page. */
const snapshotNow = cache(() => readPublicPage(runtime().db, Date.now()));

export async function generateMetadata(): Promise<Metadata> {
  const snapshot = await snapshotNow();
  const view = { at: snapshot.at, timeZone: snapshot.page.timeZone, isCurrent: await isCurrent() };
  const words = headline(snapshot, view);
  const { title, icon } = tabOf(words, snapshot.page.name, pageStatus(snapshot, view));
  const description = `${words}. What works, what does not, and when it is expected back.`;
  return { title, icons: { icon }, ...discovery("/", { title, description, siteName: snapshot.page.name }) };
}

export default async function Page() {
  const snapshot = await snapshotNow();
  const detected = snapshot.detected.map((outage) => ({
    outage,
    ...publicWords(outage.cause, outage.status, outage.components),
  }));
  return <StatusPage snapshot={snapshot} detected={detected} isCurrent={await isCurrent()} />;
}
