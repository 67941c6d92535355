import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageFrame } from "#components/page/frame.tsx";
import { iconFor } from "#components/page/icon.ts";
import { IncidentFacts, STAGE_WORDS, Timeline } from "#components/page/incident-card.tsx";
import { StatusMark } from "#components/page/status-mark.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicIncident } from "#lib/services/read-incident.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await readPublicIncident(runtime().db, (await params).id, Date.now());
  if (!found) return { title: "Not found" };
  const { incident, page } = found;
  return {
    title: `${incident.resolvedAt === null ? "⚠ " : ""}${incident.title} · ${page.name}`,
    icons: { icon: iconFor(incident.resolvedAt === null ? incident.tone : "operational") },
  };
}

/** The permanent page of one incident: its whole story, and what was expected when. */
export default async function IncidentPage({ params }: Props) {
  const now = Date.now();
  const found = await readPublicIncident(runtime().db, (await params).id, now);
  if (!found) notFound();
  const { incident, page } = found;
  const isOver = incident.resolvedAt !== null;
  const frame = { timeZone: page.time_zone, now };
  return (
    <PageFrame name={page.name} timeZone={page.time_zone}>
      <main>
        <section className={`hero ${isOver ? "operational" : incident.tone}`} aria-labelledby="title">
          <StatusMark status={isOver ? "operational" : incident.tone} words={STAGE_WORDS[incident.status]} />
          <h1 id="title">
            <bdi>{incident.title}</bdi>
          </h1>
          <IncidentFacts incident={incident} {...frame} />
        </section>
        <h2>What happened</h2>
        <div className={`card inc ${isOver ? "operational" : incident.tone}`}>
          <Timeline updates={incident.updates} whole {...frame} />
        </div>
      </main>
    </PageFrame>
  );
}
