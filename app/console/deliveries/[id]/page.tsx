import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { retryAction, retryAllAction } from "#app/console/delivery-actions.ts";
import { deliveryView, owedView } from "#app/console/delivery-views.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { type IdPageProps, single } from "#app/console/page-props.ts";
import { DeliveryTable } from "#components/console/delivery-table.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { readDeliveries } from "#lib/services/read-recipients.ts";
import { totalsOf } from "#lib/store/deliveries.ts";
import { findOwed } from "#lib/store/delivery-log.ts";
import type { Row } from "#lib/store/schema.ts";

export const metadata: Metadata = { title: "Delivery" };

const AT_ONCE = 100;
const FILTERS: readonly (readonly [Row<"outbox">["state"] | "all", string])[] = [
  ["all", "All"],
  ["failed", "Given up"],
  ["queued", "Waiting"],
  ["held", "Held"],
  ["sent", "Delivered"],
  ["suppressed", "Not sent"],
];

/** One update's messages, recipient by recipient. */
export default async function DeliveryPage({ params, searchParams }: IdPageProps) {
  const { id } = await params;
  const { runtime, actor, now } = await requireOperator(`/console/deliveries/${id}`);
  const { db } = runtime;
  const search = await searchParams;
  const entry = await findOwed(db, id);
  if (!entry) notFound();
  const state = FILTERS.find(([value]) => value === single(search, "state"))?.[0] ?? "all";
  const after = single(search, "after");
  const maySee = mayActAs(actor, "maintainer");
  const [{ page, shell }, totals, found] = await Promise.all([
    readFrame(db, actor),
    totalsOf(db, [id]),
    maySee
      ? readDeliveries(db, actor, id, {
          ...(state === "all" ? {} : { state }),
          ...(after === undefined ? {} : { after }),
          limit: AT_ONCE + 1,
        })
      : [],
  ]);
  const view = owedView(entry, totals.get(id), page.time_zone, now);
  const shown = found.slice(0, AT_ONCE);
  const last = found.length > AT_ONCE ? shown.at(-1) : undefined;
  const about =
    entry.event === "maintenance" ? `/maintenance/${entry.subjectId}` : `/console/incidents/${entry.subjectId}`;
  return (
    <Shell {...shell} current="deliveries" title={entry.title}>
      <div className="grid gap-4">
        <p className="m-0 text-mute">
          {view.facts} · <a href={about}>read it</a>
        </p>
        <p className={`m-0 text-[17px] font-semibold tabular-nums ${view.isTroubled ? "text-maj" : ""}`}>
          {view.totals}
        </p>
        {maySee ? null : <p className="m-0">Who was told is shown to maintainers and admins.</p>}
        {maySee && view.isTroubled ? (
          <ActionForm action={retryAllAction} hidden={{ ref: id }}>
            <Button look="primary">Send all again that were given up</Button>
          </ActionForm>
        ) : null}
        {maySee ? (
          <nav aria-label="Which messages" className="flex flex-wrap gap-x-4 text-[14px]">
            {FILTERS.map(([value, words]) => (
              <a
                key={value}
                href={`/console/deliveries/${id}?state=${value}`}
                aria-current={value === state ? "page" : undefined}
                className="aria-[current]:font-semibold"
              >
                {words}
              </a>
            ))}
          </nav>
        ) : null}
        {maySee ? (
          <Card className="min-w-0 py-2">
            {shown.length === 0 ? (
              <p className="my-3 text-mute">None.</p>
            ) : (
              <DeliveryTable
                caption="Messages of this update"
                lines={shown.map((one) => ({
                  ...deliveryView(one, page.time_zone, now),
                  action:
                    one.state === "failed" ? (
                      <ActionForm action={retryAction} hidden={{ delivery: one.id }}>
                        <Button>Send again</Button>
                      </ActionForm>
                    ) : null,
                }))}
              />
            )}
          </Card>
        ) : null}
        {last ? (
          <p className="m-0">
            <ButtonLink href={`/console/deliveries/${id}?state=${state}&after=${last.id}`}>More</ButtonLink>
          </p>
        ) : null}
      </div>
    </Shell>
  );
}
