import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageFrame } from "#components/page/frame.tsx";
import { Markdown } from "#components/page/markdown.tsx";
import { StatusMark } from "#components/page/status-mark.tsx";
import { formatWindow } from "#lib/domain/duration.ts";
import type { MaintenanceStatus } from "#lib/domain/maintenance.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicMaintenance } from "#lib/services/read-maintenance.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const WORDS: Record<MaintenanceStatus, string> = {
  draft: "Planned",
  scheduled: "Planned",
  in_progress: "In progress",
  verifying: "Running over",
  completed: "Completed",
  cancelled: "Cancelled",
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await readPublicMaintenance(runtime().db, (await params).id, Date.now());
  return { title: found ? `${found.maintenance.title} · ${found.page.name}` : "Not found" };
}

/** One planned window. */
export default async function MaintenancePage({ params }: Props) {
  const now = Date.now();
  const found = await readPublicMaintenance(runtime().db, (await params).id, now);
  if (!found) notFound();
  const { maintenance, page } = found;
  return (
    <PageFrame name={page.name} timeZone={page.time_zone}>
      <main>
        <section className="hero under_maintenance" aria-labelledby="title">
          <StatusMark status="under_maintenance" words={WORDS[maintenance.status]} />
          <h1 id="title">
            <bdi>{maintenance.title}</bdi>
          </h1>
          <p>
            {formatWindow(maintenance.startsAt, maintenance.endsAt, page.time_zone, now)}
            {maintenance.components.length > 0 && ` · ${maintenance.components.join(", ")}`}
          </p>
        </section>
        <h2>What is planned</h2>
        <div className="card inc">
          <Markdown text={maintenance.body} />
        </div>
      </main>
    </PageFrame>
  );
}
