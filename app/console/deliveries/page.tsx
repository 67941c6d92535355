import type { Metadata } from "next";
import { retryAction } from "#app/console/delivery-actions.ts";
import { deliveryView, outboxTroubles, owedView } from "#app/console/delivery-views.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import { DeliveryTable } from "#components/console/delivery-table.tsx";
import { OwedRow } from "#components/console/owed-row.tsx";
import { Refresh } from "#components/console/refresh.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { readFailed } from "#lib/services/read-recipients.ts";
import { listAlarms } from "#lib/store/alarms.ts";
import { outboxSummary, totalsOf } from "#lib/store/deliveries.ts";
import { listOwed } from "#lib/store/delivery-log.ts";

export const metadata: Metadata = { title: "Deliveries" };

const AT_ONCE = 30;
const FAILED_SHOWN = 20;
const REFRESH_MS = 5_000;

/** Every update that subscribers were owed, and how its messages fare. */
export default async function DeliveriesPage({ searchParams }: PageProps) {
  const { runtime, actor, now } = await requireOperator("/console/deliveries");
  const { db, config } = runtime;
  const before = cursor(single(await searchParams, "before"));
  const maySee = mayActAs(actor, "maintainer");
  const [{ page, shell }, owed, summary, failed, alarms] = await Promise.all([
    readFrame(db, actor),
    listOwed(db, before, AT_ONCE + 1),
    outboxSummary(db),
    maySee ? readFailed(db, actor, FAILED_SHOWN) : [],
    listAlarms(db),
  ]);
  const shown = owed.slice(0, AT_ONCE);
  const totals = await totalsOf(
    db,
    shown.map((entry) => entry.refId),
  );
  const troubles = outboxTroubles(summary, config, alarms, page.time_zone, now);
  const last = owed.length > AT_ONCE ? shown.at(-1) : undefined;
  return (
    <Shell {...shell} current="deliveries" title="Deliveries">
      <Refresh everyMs={REFRESH_MS} />
      <div className="grid gap-6">
        {troubles.map((trouble) => (
          <Notice key={trouble} look="wrong">
            {trouble}
          </Notice>
        ))}
        {failed.length > 0 ? (
          <Section id="failed" title="Given up">
            <Card className="min-w-0 py-2">
              <DeliveryTable
                caption="Messages that were given up"
                lines={failed.map((one) => ({
                  ...deliveryView(one, page.time_zone, now),
                  action:
                    one.kind === "update" || one.kind === "digest" ? (
                      <ActionForm action={retryAction} hidden={{ delivery: one.id }}>
                        <Button>Send again</Button>
                      </ActionForm>
                    ) : null,
                }))}
              />
            </Card>
          </Section>
        ) : null}
        <Section id="owed" title="Updates">
          <Card className="py-2">
            {shown.length === 0 ? (
              <p className="my-3 text-mute">
                {before ? "That was all." : "Nothing has been sent yet. What you post and plan appears here."}
              </p>
            ) : (
              <ul className="m-0 list-none p-0">
                {shown.map((entry) => (
                  <OwedRow key={entry.fanoutId} entry={owedView(entry, totals.get(entry.refId), page.time_zone, now)} />
                ))}
              </ul>
            )}
          </Card>
          {last ? (
            <p className="m-0">
              <ButtonLink href={`/console/deliveries?before=${last.createdAt}.${last.fanoutId}`}>
                Older updates
              </ButtonLink>
            </p>
          ) : null}
        </Section>
      </div>
    </Shell>
  );
}

/** Where the list goes on: "created.id" of the last entry seen. */
function cursor(text: string | undefined): { createdAt: number; id: string } | null {
  const parts = /^(\d{1,15})\.(\w{1,100})$/.exec(text ?? "");
  return parts ? { createdAt: Number(parts[1]), id: parts[2] as string } : null;
}
