import type { Metadata } from "next";
import {
  addComponentAction,
  addGroupAction,
  groupRuleAction,
  placeAction,
  removeGroupAction,
  renameGroupAction,
  restoreAction,
  stepAction,
  stepGroupAction,
} from "#app/console/component-actions.ts";
import { type GroupView, groupViews } from "#app/console/component-views.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { ComponentForm, NameForm } from "#components/console/component-forms.tsx";
import { OrderList } from "#components/console/order-list.tsx";
import { RuleForm } from "#components/console/rule-form.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { formatMoment } from "#lib/domain/duration.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listGroups, listRetired } from "#lib/store/components.ts";

export const metadata: Metadata = { title: "Components" };

export default async function ComponentsPage() {
  const { runtime, actor, now } = await requireOperator("/console/components");
  const { db } = runtime;
  const [{ page, shell }, evidence, groups, retired] = await Promise.all([
    readFrame(db, actor),
    readEvidence(db, now, now),
    listGroups(db),
    listRetired(db),
  ]);
  const views = groupViews(evidence, groups, now);
  const mayChange = mayActAs(actor, "maintainer");
  const heads = Object.fromEntries(
    views.flatMap((one) => (one.id === null || !mayChange ? [] : [[one.id, <Head key={one.id} group={one} />]])),
  );
  return (
    <Shell {...shell} current="components" title="Components">
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid gap-4">
          <p className="m-0 text-[14px] text-mute">
            What readers see a status for, in the order of the page. Where no monitor speaks for one, you do.
          </p>
          {evidence.components.length === 0 ? (
            <Card>
              <p className="m-0">
                Nothing is on the page yet. Think of what your users would miss first: signing in, their tasks, the
                website. Add each as a component, then choose the monitors that speak for it.
              </p>
            </Card>
          ) : null}
          <OrderList
            groups={views.map(({ rule: _rule, members: _members, ...group }) => group)}
            heads={heads}
            place={placeAction}
            step={stepAction}
            mayChange={mayChange}
          />
          {retired.length === 0 ? null : (
            <Section id="retired" title="Retired">
              <Card className="py-2">
                <ul className="m-0 list-none p-0">
                  {retired.map((one) => (
                    <li
                      key={one.id}
                      data-row=""
                      className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-2.5 first:border-t-0"
                    >
                      <span className="min-w-0 break-words">
                        <bdi>{one.name}</bdi>{" "}
                        <span className="text-[13px] text-mute">
                          {formatMoment(one.archived_at ?? now, page.time_zone, now)} · its history is kept
                        </span>
                      </span>
                      {mayChange && one.origin === "console" ? (
                        <ActionForm action={restoreAction} hidden={{ component: one.id }}>
                          <Button aria-label={`Bring back ${one.name}`}>Bring back</Button>
                        </ActionForm>
                      ) : null}
                    </li>
                  ))}
                </ul>
              </Card>
            </Section>
          )}
        </div>
        {mayChange ? (
          <div className="grid gap-5">
            <Card>
              <h2 id="add" className="mt-0 mb-3 text-[16px] font-bold">
                Add a component
              </h2>
              <ComponentForm
                action={addComponentAction}
                known={null}
                groups={groups.map(({ id, name }) => ({ value: id, label: name }))}
              />
            </Card>
            <Card>
              <h2 className="mt-0 mb-3 text-[16px] font-bold">Add a group</h2>
              <NameForm action={addGroupAction} hidden={{}} label="Its name" submit="Add the group" id="new-group" />
            </Card>
          </div>
        ) : (
          <p className="m-0 text-[14px] text-mute">Maintainers change components. You are {actor.role}.</p>
        )}
      </div>
    </Shell>
  );
}

/** What can be done about a group. */
function Head({ group }: { group: GroupView }) {
  const hidden = { group: group.id ?? "" };
  return (
    <details className="min-w-0 grow text-[14px] open:basis-full">
      <summary className="inline-block min-h-6 cursor-pointer text-mute underline underline-offset-2">
        Change<span className="sr-only"> the group {group.name}</span>
      </summary>
      <div className="mt-2 mb-3 grid gap-5 rounded-[10px] border border-line p-4">
        <ActionForm action={stepGroupAction} hidden={hidden}>
          <div className="flex flex-wrap gap-2">
            <Button name="by" value="up" aria-label={`Move the group ${group.name} up`}>
              Up
            </Button>
            <Button name="by" value="down" aria-label={`Move the group ${group.name} down`}>
              Down
            </Button>
          </div>
        </ActionForm>
        {group.rows.length > 1 ? (
          <RuleForm
            action={groupRuleAction}
            hidden={hidden}
            rule={group.rule}
            members={group.members}
            legend="How its components make its own status"
            id={group.id ?? ""}
          />
        ) : null}
        {group.isOurs ? (
          <>
            <NameForm
              action={renameGroupAction}
              hidden={hidden}
              label="Its name"
              submit="Rename"
              value={group.name ?? ""}
              id={`name-${group.id}`}
            />
            <ActionForm action={removeGroupAction} hidden={hidden}>
              <p className="m-0 text-mute">Its components stay, in no group.</p>
              <div>
                <Button>Dissolve the group</Button>
              </div>
            </ActionForm>
          </>
        ) : (
          <p className="m-0 text-mute">Its name comes from status.yaml.</p>
        )}
      </div>
    </details>
  );
}
