import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import {
  addSubscriberAction,
  endSubscriberAction,
  eraseSubscriberAction,
  liftSubscriberAction,
  testSubscriberAction,
} from "#app/console/subscriber-actions.ts";
import { countsText, STATES, type SubscriberView, subscriberView } from "#app/console/subscriber-views.ts";
import { Shell } from "#components/console/shell.tsx";
import { AddSubscriberForm } from "#components/console/subscriber-forms.tsx";
import { SubscriberRow } from "#components/console/subscriber-row.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { readSubscribers } from "#lib/services/read-recipients.ts";
import { listComponents, listGroups } from "#lib/store/components.ts";
import { lastSent } from "#lib/store/deliveries.ts";
import { countSubscribers } from "#lib/store/subscribers.ts";

export const metadata: Metadata = { title: "Subscribers" };

const AT_ONCE = 50;
const WORDS_MAX = 200;

/** Who is told: looked for, added, imported, taken along, set free again. */
export default async function SubscribersPage({ searchParams }: PageProps) {
  const { runtime, actor, now } = await requireOperator("/console/subscribers");
  const { db } = runtime;
  const [{ page, shell }, counts] = await Promise.all([readFrame(db, actor), countSubscribers(db)]);
  if (!mayActAs(actor, "maintainer")) {
    return (
      <Shell {...shell} current="subscribers" title="Subscribers">
        <p className="m-0">{countsText(counts)}. Who they are is shown to maintainers and admins.</p>
      </Shell>
    );
  }
  const search = await searchParams;
  const words = (single(search, "q") ?? "").trim().slice(0, WORDS_MAX);
  const state = STATES.find(([value]) => value === single(search, "state"))?.[0];
  const after = single(search, "after");
  const [found, components, groups] = await Promise.all([
    readSubscribers(
      db,
      actor,
      { ...(state ? { state } : {}), ...(words === "" ? {} : { words }), ...(after === undefined ? {} : { after }) },
      AT_ONCE + 1,
    ),
    listComponents(db),
    listGroups(db),
  ]);
  const shown = found.slice(0, AT_ONCE);
  const sent = await lastSent(
    db,
    shown.map((one) => one.id),
  );
  const names = {
    components: new Map(components.map((one) => [one.id, one.name])),
    groups: new Map(groups.map((one) => [one.id, one.name])),
  };
  const last = found.length > AT_ONCE ? shown.at(-1) : undefined;
  const done = doneText(single(search, "added"), single(search, "imported"));
  return (
    <Shell {...shell} current="subscribers" title="Subscribers">
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-4">
          {done ? <Notice look="done">{done}</Notice> : null}
          <p className="m-0 text-mute tabular-nums">{countsText(counts)}</p>
          <form action="/console/subscribers" className="flex flex-wrap items-end gap-3">
            <TextField label="Look for" name="q" type="search" maxLength={WORDS_MAX} defaultValue={words} />
            <SelectField
              label="State"
              name="state"
              choices={[{ value: "", label: "Any" }, ...STATES.map(([value, label]) => ({ value, label }))]}
              defaultValue={state ?? ""}
            />
            <Button>Look</Button>
          </form>
          <Card className="py-2">
            {shown.length === 0 ? (
              <p className="my-3 text-mute">
                {words === "" && !state
                  ? "Nobody has subscribed yet. Readers do so at /subscribe; you can add or import them here."
                  : "Nobody was found."}
              </p>
            ) : (
              <ul className="m-0 list-none p-0">
                {shown.map((one) => {
                  const view = subscriberView(one, names, sent.get(one.id), page.time_zone, now);
                  return (
                    <SubscriberRow key={one.id} subscriber={view}>
                      <Deeds subscriber={view} />
                    </SubscriberRow>
                  );
                })}
              </ul>
            )}
          </Card>
          {last ? (
            <p className="m-0">
              <ButtonLink
                href={`/console/subscribers?${new URLSearchParams({ q: words, state: state ?? "", after: last.id })}`}
              >
                More
              </ButtonLink>
            </p>
          ) : null}
        </div>
        <div className="grid gap-4">
          <Card>
            <h2 className="mt-0 mb-3 text-[17px] font-bold">Add somebody</h2>
            <AddSubscriberForm
              action={addSubscriberAction}
              components={components.map(({ id, name }) => ({ id, name }))}
            />
          </Card>
          <Card className="flex flex-wrap gap-2">
            <ButtonLink href="/console/subscribers/import">Import</ButtonLink>
            <form method="post" action="/console/subscribers/export">
              <Button>Export as CSV</Button>
            </form>
          </Card>
        </div>
      </div>
    </Shell>
  );
}

function Deeds({ subscriber }: { subscriber: SubscriberView }) {
  const { id, state, target, isOurs } = subscriber;
  const hidden = { subscriber: id };
  return (
    <>
      {state === "active" ? (
        <ActionForm action={testSubscriberAction} hidden={hidden}>
          <Button aria-label={`Send a test to ${target}`}>Send a test</Button>
        </ActionForm>
      ) : null}
      {state === "quarantined" ? (
        <ActionForm action={liftSubscriberAction} hidden={hidden}>
          <Button aria-label={`Tell ${target} again`}>Tell again</Button>
        </ActionForm>
      ) : null}
      {state !== "ended" && isOurs ? (
        <ActionForm action={endSubscriberAction} hidden={hidden}>
          <Button aria-label={`End the subscription of ${target}`}>End</Button>
        </ActionForm>
      ) : null}
      {isOurs ? (
        <ActionForm action={eraseSubscriberAction} hidden={hidden}>
          <Button look="quiet" aria-label={`Forget ${target}`}>
            Forget
          </Button>
        </ActionForm>
      ) : null}
    </>
  );
}

function doneText(added: string | undefined, imported: string | undefined): string | null {
  if (added === "pending") return "Added. A message asks them to confirm.";
  if (added !== undefined) return "Added: from now on they are told.";
  return imported === undefined || !/^\d{1,6}$/.test(imported) ? null : `${imported} imported.`;
}
