import type { Metadata } from "next";
import { cache } from "react";
import { detectedWords } from "#components/page/detected-words.ts";
import { headline, pageStatus, tabOf } from "#components/page/headline.ts";
import { StatusPage } from "#components/page/status-page.tsx";
import { publicWords } from "#lib/diagnosis/words.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import { discovery } from "./discovery.ts";
import { viewOf } from "./look.ts";

export const dynamic = "force-dynamic";

/** Read once per request, for the tab and for the page. */
const pageNow = cache(async () => {
  const snapshot = await readPublicPage(runtime().db, Date.now());
  return { snapshot, view: await viewOf(snapshot, "/") };
});

export async function generateMetadata(): Promise<Metadata> {
  const { snapshot, view } = await pageNow();
  const words = headline(snapshot, view);
  const { title, icon } = tabOf(words, snapshot.page.name, pageStatus(snapshot, view));
  const description = view.words.say("page.description", { headline: words });
  return { title, icons: { icon }, ...discovery(view, { title, description, siteName: snapshot.page.name }) };
}

export default async function Page() {
  const { snapshot, view } = await pageNow();
  const detected = snapshot.detected.map((outage) => ({
    outage,
    ...detectedWords(outage, publicWords(outage.cause, outage.status, outage.components).sentence, view),
  }));
  return <StatusPage snapshot={snapshot} detected={detected} view={view} />;
}
