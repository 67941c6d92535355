import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { discovery, summaryOf } from "#app/(public)/discovery.ts";
import { isCurrent } from "#app/(public)/variant.ts";
import { tabOf } from "#components/page/headline.ts";
import { MaintenancePage } from "#components/page/maintenance-page.tsx";
import { workStatus } from "#components/page/planned.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicMaintenance } from "#lib/services/read-maintenance.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const maintenanceNow = cache(async (id: string) => {
  const read = await readPublicMaintenance(runtime().db, id, Date.now());
  if (!read) return null;
  return { ...read, view: { at: read.at, timeZone: read.page.timeZone, isCurrent: await isCurrent() } };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const read = await maintenanceNow((await params).id);
  if (!read) return { title: "Not found" };
  const { maintenance, page, view } = read;
  const { title, icon } = tabOf(maintenance.title, page.name, workStatus(maintenance.status, view));
  const description = summaryOf(maintenance.body);
  const found = discovery(`/maintenance/${maintenance.id}`, {
    title: maintenance.title,
    description,
    siteName: page.name,
  });
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
