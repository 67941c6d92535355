import type { Metadata } from "next";
import { cache } from "react";
import { discovery } from "#app/(public)/discovery.ts";
import { isCurrent } from "#app/(public)/variant.ts";
import { pageStatus, tabOf } from "#components/page/headline.ts";
import { UptimePage } from "#components/page/uptime-page.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicUptime } from "#lib/services/read-uptime.ts";
import "#app/(public)/past.css";

export const dynamic = "force-dynamic";

const uptimeNow = cache(async () => {
  const read = await readPublicUptime(runtime().db, Date.now());
  return { read, view: { at: read.at, timeZone: read.page.timeZone, isCurrent: await isCurrent() } };
});

export async function generateMetadata(): Promise<Metadata> {
  const { read, view } = await uptimeNow();
  const { title, icon } = tabOf("Uptime by month", read.page.name, pageStatus(read, view));
  const description = "How much of the past twelve months each component was up, degraded and under planned work.";
  const { alternates, ...rest } = discovery("/uptime", { title, description, siteName: read.page.name });
  const types = { "text/csv": "/uptime.csv", "application/json": "/uptime.json" };
  return { title, icons: { icon }, ...rest, alternates: { canonical: alternates?.canonical ?? "/uptime", types } };
}

export default async function Page() {
  const { read, view } = await uptimeNow();
  return <UptimePage uptime={read} view={view} />;
}
