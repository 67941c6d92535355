import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { discovery, summaryOf } from "#app/(public)/discovery.ts";
import { viewOf, wordsNow } from "#app/(public)/look.ts";
import { tabOf } from "#components/page/headline.ts";
import { MaintenancePage } from "#components/page/maintenance-page.tsx";
import { workStatus } from "#components/page/planned.tsx";
import { writtenIn } from "#components/page/written.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicMaintenance } from "#lib/services/read-maintenance.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const maintenanceNow = cache(async (id: string) => {
  const read = await readPublicMaintenance(runtime().db, id, Date.now());
  if (!read) return null;
  return { ...read, view: await viewOf(read, `/maintenance/${read.maintenance.id}`) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const read = await maintenanceNow((await params).id);
  if (!read) return { title: (await wordsNow()).say("missing.title") };
  const { maintenance, page, view } = read;
  const heading = writtenIn(view, maintenance.title);
  const { title, icon } = tabOf(heading, page.name, workStatus(maintenance.status, view));
  const description = summaryOf(writtenIn(view, maintenance.body));
  const found = discovery(view, { title: heading, description, siteName: page.name });
  return { title, icons: { icon }, ...found };
}

export default async function Page({ params }: Props) {
  const read = await maintenanceNow((await params).id);
  if (!read) notFound();
  return (
    <MaintenancePage
      name={read.page.name}
      maintenance={read.maintenance}
      past={read.past}
      view={read.view}
      version={read.version}
    />
  );
}
