import type { Metadata } from "next";
import { cache } from "react";
import { discovery, summaryOf } from "#app/(public)/discovery.ts";
import { viewOf } from "#app/(public)/look.ts";
import workPage, { generateMetadata as metadataOfWork } from "#app/(public)/maintenance/[id]/page.tsx";
import { tabOf } from "#components/page/headline.ts";
import { IncidentPage, incidentStatus } from "#components/page/incident-page.tsx";
import { writtenIn } from "#components/page/written.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicIncident } from "#lib/services/read-incident.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const incidentNow = cache(async (id: string) => {
  const read = await readPublicIncident(runtime().db, id, Date.now());
  if (!read) return null;
  return { ...read, view: await viewOf(read, `/incidents/${id}`) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const read = await incidentNow((await params).id);
  if (!read) return metadataOfWork({ params });
  const { incident, page, view } = read;
  const heading = writtenIn(view, incident.title);
  const { title, icon } = tabOf(heading, page.name, incidentStatus(incident, view));
  const description = summaryOf(writtenIn(view, incident.updates[0]?.body ?? incident.title));
  const found = discovery(view, { title: heading, description, siteName: page.name });
  return { title, icons: { icon }, ...found };
}

export default async function Page({ params }: Props) {
  const read = await incidentNow((await params).id);
  // Clients of Statuspage look for planned work here too (compat.md §2.6).
  if (!read) return workPage({ params });
  return (
    <IncidentPage
      name={read.page.name}
      incident={read.incident}
      past={read.past}
      view={read.view}
      version={read.version}
    />
  );
}
