import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { isCurrent } from "#app/(public)/variant.ts";
import { tabOf } from "#components/page/headline.ts";
import { IncidentPage, incidentStatus } from "#components/page/incident-page.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicIncident } from "#lib/services/read-incident.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const incidentNow = cache(async (id: string) => {
  const read = await readPublicIncident(runtime().db, id, Date.now());
  if (!read) return null;
  return { ...read, view: { at: read.at, timeZone: read.page.timeZone, isCurrent: await isCurrent() } };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const read = await incidentNow((await params).id);
  if (!read) return { title: "Not found" };
  const { title, icon } = tabOf(read.incident.title, read.page.name, incidentStatus(read.incident, read.view));
  return { title, icons: { icon } };
}

export default async function Page({ params }: Props) {
  const read = await incidentNow((await params).id);
  if (!read) notFound();
  return <IncidentPage name={read.page.name} incident={read.incident} view={read.view} version={read.version} />;
}
