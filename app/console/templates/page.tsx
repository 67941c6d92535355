import type { Metadata } from "next";
import Link from "next/link";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { Shell } from "#components/console/shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { STARTER_TEMPLATES } from "#lib/diagnosis/starter-templates.ts";
import { mayActAs } from "#lib/domain/actor.ts";
import { CHANNEL_NAMES } from "#lib/domain/channel.ts";
import type { Row } from "#lib/store/schema.ts";
import { listTemplates } from "#lib/store/templates.ts";

export const metadata: Metadata = { title: "Templates" };

export default async function TemplatesPage() {
  const { runtime, actor } = await requireOperator("/console/templates");
  const [{ shell }, own] = await Promise.all([readFrame(runtime.db, actor), listTemplates(runtime.db)]);
  const mayWrite = mayActAs(actor, "maintainer");
  return (
    <Shell {...shell} current="templates" title="Templates">
      <div className="grid gap-8">
        {mayWrite ? (
          <p className="m-0 flex flex-wrap gap-3">
            <ButtonLink href="/console/templates/new?kind=message">Word the messages</ButtonLink>
            <ButtonLink href="/console/templates/new?kind=incident">New incident template</ButtonLink>
          </p>
        ) : null}
        <Part
          title="Messages"
          empty="Messages say state and title first, then what you wrote. Word them otherwise here."
          items={own.filter((one) => one.kind === "message").map((one) => item(one, mayWrite))}
        />
        <Part
          title="Incidents"
          empty="None of your own yet. Those below come with Pulsepage."
          items={own.filter((one) => one.kind === "incident").map((one) => item(one, mayWrite))}
        />
        <Part
          title="For every cause that your users notice"
          empty=""
          items={STARTER_TEMPLATES.map(({ id, name, title }) => ({
            id,
            name,
            detail: title,
            use: `/console/incidents/new?template=${id}`,
            change: mayWrite ? `/console/templates/new?kind=incident&from=${id}` : null,
          }))}
        />
      </div>
    </Shell>
  );
}

type Item = { id: string; name: string; detail: string; use: string | null; change: string | null };

function item(template: Row<"template">, mayWrite: boolean): Item {
  const { id, kind, name, channel, title } = template;
  const place = channel === null ? "every other channel" : CHANNEL_NAMES[channel];
  return {
    id,
    name,
    detail: kind === "message" ? `${place}: ${title}` : title,
    use: kind === "incident" ? `/console/incidents/new?template=${id}` : null,
    change: mayWrite ? `/console/templates/${id}` : null,
  };
}

function Part({ title, empty, items }: { title: string; empty: string; items: readonly Item[] }) {
  return (
    <section className="grid gap-3">
      <h2 className="m-0 text-[17px] font-bold">{title}</h2>
      <Card className="py-2">
        {items.length === 0 ? <p className="my-3 text-mute">{empty}</p> : null}
        <ul className="m-0 list-none p-0">
          {items.map(({ id, name, detail, use, change }) => (
            <li
              key={id}
              className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-line py-2.5 not-first:border-t"
            >
              <div className="min-w-0">
                <p className="m-0 font-semibold">{name}</p>
                <p className="m-0 text-[13.5px] break-words text-mute">{detail}</p>
              </div>
              <p className="m-0 flex gap-4 text-[14px]">
                {use ? (
                  <Link href={use} prefetch={false} aria-label={`Report with it: ${name}`}>
                    Report with it
                  </Link>
                ) : null}
                {change ? (
                  <Link
                    href={change}
                    prefetch={false}
                    aria-label={`${use?.includes("starter") ? "Copy" : "Change"}: ${name}`}
                  >
                    {use?.includes("starter") ? "Copy" : "Change"}
                  </Link>
                ) : null}
              </p>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}
