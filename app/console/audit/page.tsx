import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import { Shell } from "#components/console/shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { readAudit } from "#lib/access/read-team.ts";
import { mayActAs } from "#lib/domain/actor.ts";
import { formatMoment } from "#lib/domain/duration.ts";

export const metadata: Metadata = { title: "Audit" };

const PAGE = 100;

export default async function AuditPage({ searchParams }: PageProps) {
  const { runtime, actor, now } = await requireOperator("/console/audit");
  const { db } = runtime;
  const { page, shell } = await readFrame(db, actor);
  if (!mayActAs(actor, "admin")) {
    return (
      <Shell {...shell} current="audit" title="Audit">
        <p>Admins see this page. You are {actor.role}; ask an admin if you need more.</p>
      </Shell>
    );
  }
  const asked = Number(single(await searchParams, "before"));
  const before = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  const { entries, names } = await readAudit(runtime, actor, before, PAGE);
  const oldest = entries.at(-1);
  return (
    <Shell {...shell} current="audit" title="Audit">
      <p className="mt-0 text-[13.5px] text-mute">
        Who did what. Nothing here can be changed; <code>pulsepage audit verify</code> proves it.
      </p>
      <Card>
        {entries.length === 0 ? (
          <p className="m-0">Nothing yet. Who posts, changes or signs in leaves a line here.</p>
        ) : null}
        <ol className="m-0 list-none p-0 text-[14px]">
          {entries.map((entry) => (
            <li
              key={entry.seq}
              className="grid gap-x-4 border-t border-line py-2 first:border-t-0 sm:grid-cols-[11rem_1fr]"
            >
              <time dateTime={new Date(entry.at).toISOString()} className="text-mute tabular-nums">
                {formatMoment(entry.at, page.time_zone, now)}
              </time>
              <span className="min-w-0 break-words">
                <strong>{names.get(entry.actor) ?? entry.actor}</strong> {entry.action.replace(".", " ")}{" "}
                <code className="text-[12.5px]">{entry.subject}</code>
              </span>
            </li>
          ))}
        </ol>
      </Card>
      {oldest && oldest.seq > 1 ? (
        <p>
          <ButtonLink href={`/console/audit?before=${oldest.seq}`}>Earlier</ButtonLink>
        </p>
      ) : null}
    </Shell>
  );
}
