import type { Metadata } from "next";
import { cache } from "react";
import { discovery, withoutTwins } from "#app/(public)/discovery.ts";
import { viewOf } from "#app/(public)/look.ts";
import { pageStatus, tabOf } from "#components/page/headline.ts";
import { UptimePage } from "#components/page/uptime-page.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicUptime } from "#lib/services/read-uptime.ts";
import "#app/(public)/past.css";

export const dynamic = "force-dynamic";

const uptimeNow = cache(async () => {
  const read = await readPublicUptime(runtime().db, Date.now());
  return { read, view: await viewOf(read, "/uptime") };
});

export async function generateMetadata(): Promise<Metadata> {
  const { read, view } = await uptimeNow();
  const { title, icon } = tabOf(view.words.say("table.title"), read.page.name, pageStatus(read, view));
  const description = view.words.say("table.description");
  const { alternates, ...rest } = discovery(view, { title, description, siteName: read.page.name });
  const types = { "text/csv": "/uptime.csv", "application/json": "/uptime.json" };
  return { title, icons: { icon }, ...rest, alternates: withoutTwins(alternates, types) };
}

export default async function Page() {
  const { read, view } = await uptimeNow();
  return <UptimePage uptime={read} view={view} />;
}
