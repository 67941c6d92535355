import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import {
  attachAction,
  changeComponentAction,
  detachAction,
  hideAction,
  needAction,
  retireAction,
  ruleAction,
  unneedAction,
} from "#app/console/component-actions.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { type IdPageProps, single } from "#app/console/page-props.ts";
import { ComponentForm, PairForm } from "#components/console/component-forms.tsx";
import { PairRow, ROLE_CHOICES, roleWords, STRENGTH_CHOICES, strengthWords } from "#components/console/pair-row.tsx";
import { RuleForm } from "#components/console/rule-form.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { type Evidence, ruleOf, statusNow } from "#lib/services/components-now.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listGroups } from "#lib/store/components.ts";
import type { Row } from "#lib/store/schema.ts";

export const metadata: Metadata = { title: "Component" };

type Of = { component: Row<"component">; evidence: Evidence; mayChange: boolean };

export default async function ComponentPage({ params, searchParams }: IdPageProps) {
  const { id } = await params;
  const { runtime, actor, now } = await requireOperator(`/console/components/${id}`);
  const { db } = runtime;
  const saved = single(await searchParams, "saved") !== undefined;
  const [{ shell }, evidence, groups] = await Promise.all([
    readFrame(db, actor),
    readEvidence(db, now, now),
    listGroups(db),
  ]);
  const component = evidence.components.find((one) => one.id === id);
  if (!component) notFound();
  const of: Of = { component, evidence, mayChange: mayActAs(actor, "maintainer") };
  return (
    <Shell {...shell} current="components" title={component.name}>
      <div className="grid gap-6">
        <p className="m-0 flex flex-wrap items-baseline gap-x-4 text-[14px]">
          <StatusWord status={statusNow(evidence, component, now)} />
          {component.hidden_at === null ? (
            <a href={`/components/${component.slug}`}>See it as readers do</a>
          ) : (
            <span className="text-mute">Hidden from readers</span>
          )}
          <Link href="/console/components" prefetch={false}>
            All components
          </Link>
        </p>
        {saved ? <Notice look="done">Saved.</Notice> : null}
        <div className="grid items-start gap-8 lg:grid-cols-2">
          <div className="grid gap-8">
            <Section id="facts" title="What it is">
              <Card>
                <Facts of={of} groups={groups} />
              </Card>
            </Section>
            <Monitors of={of} />
          </div>
          <div className="grid gap-8">
            <Needs of={of} />
            {of.mayChange ? <Away of={of} /> : null}
          </div>
        </div>
      </div>
    </Shell>
  );
}

function Facts({ of: { component, evidence, mayChange }, groups }: { of: Of; groups: Row<"component_group">[] }) {
  const isSilent = !evidence.monitors.some((one) => one.componentIds.includes(component.id));
  if (!mayChange || component.origin === "config") {
    return (
      <p className="m-0 text-[14px]">
        {component.description ?? "No description."}{" "}
        <span className="text-mute">
          {component.origin === "config"
            ? "Its name, description, group and place come from status.yaml: change them there."
            : "Maintainers change it."}
        </span>
      </p>
    );
  }
  return (
    <ComponentForm
      action={changeComponentAction}
      known={{
        id: component.id,
        name: component.name,
        description: component.description ?? "",
        group: component.group_id ?? "",
        status: isSilent ? component.baseline : null,
      }}
      groups={groups.map((group) => ({ value: group.id, label: group.name }))}
    />
  );
}

function Monitors({ of: { component, evidence, mayChange } }: { of: Of }) {
  const speaking = evidence.monitors.filter((one) => one.componentIds.includes(component.id));
  const others = evidence.monitors.filter(
    (one) => !one.componentIds.includes(component.id) && (component.origin === "console" || one.origin === "console"),
  );
  return (
    <Section id="monitors" title="Who speaks for it">
      <Card className="grid gap-4">
        {speaking.length === 0 ? (
          <p className="m-0 text-[14px]">
            No monitor yet. Choose one, and say what this component uses its Redis for: the same fault means something
            else to a cache than to sessions.
          </p>
        ) : (
          <ul className="m-0 list-none p-0">
            {speaking.map((monitor) => (
              <PairRow
                key={monitor.id}
                href={`/console/monitors/${monitor.id}`}
                name={monitor.name}
                how={roleWords(monitor.roles[component.id] ?? null)}
              >
                {mayChange && (component.origin === "console" || monitor.origin === "console") ? (
                  <ActionForm action={detachAction} hidden={{ component: component.id, monitor: monitor.id }}>
                    <Button aria-label={`No longer: ${monitor.name}`}>No longer</Button>
                  </ActionForm>
                ) : (
                  <span className="text-[13px] text-mute">from status.yaml</span>
                )}
              </PairRow>
            ))}
          </ul>
        )}
        {mayChange && others.length > 0 ? (
          <PairForm
            action={attachAction}
            hidden={{ component: component.id }}
            which={{
              name: "monitor",
              label: "Monitor",
              choices: others.map(({ id, name }) => ({ value: id, label: name })),
            }}
            how={{ name: "role", label: "Uses it for", choices: ROLE_CHOICES, hint: "Only matters for a Redis." }}
            submit="Let it speak"
          />
        ) : null}
        {mayChange && speaking.length > 1 ? (
          <div id="rule" className="border-t border-line pt-4">
            <RuleForm
              action={ruleAction}
              hidden={{ component: component.id }}
              rule={ruleOf(component)}
              members={speaking.map(({ id, name }) => ({ id, name }))}
              legend="How they count together"
              id="component"
            />
            <p className="mt-2 mb-0 text-[13px] text-mute">Counts from now on: what was judged before stays.</p>
          </div>
        ) : null}
      </Card>
    </Section>
  );
}

function Needs({ of: { component, evidence, mayChange } }: { of: Of }) {
  const current = evidence.needs.filter((need) => need.ended_at === null);
  const nameOf = (id: string) => evidence.components.find((one) => one.id === id)?.name ?? "a retired component";
  const own = current.filter((need) => need.component_id === component.id);
  const needing = current.filter((need) => need.needs_id === component.id);
  const others = evidence.components.filter(
    (one) => one.id !== component.id && !own.some((need) => need.needs_id === one.id),
  );
  return (
    <Section id="needed" title="What it needs">
      <Card className="grid gap-4">
        {own.length === 0 ? (
          <p className="m-0 text-[14px]">
            Nothing of what is here. Say what it cannot work without: when that is out, it is shown so here too, as one
            incident instead of two.
          </p>
        ) : (
          <ul className="m-0 list-none p-0">
            {own.map((need) => (
              <PairRow
                key={need.id}
                href={`/console/components/${need.needs_id}`}
                name={nameOf(need.needs_id)}
                how={strengthWords(need.strength)}
              >
                {mayChange ? (
                  <ActionForm action={unneedAction} hidden={{ component: component.id, needs: need.needs_id }}>
                    <Button aria-label={`No longer needs ${nameOf(need.needs_id)}`}>No longer</Button>
                  </ActionForm>
                ) : null}
              </PairRow>
            ))}
          </ul>
        )}
        {mayChange && others.length > 0 ? (
          <PairForm
            action={needAction}
            hidden={{ component: component.id }}
            which={{
              name: "needs",
              label: "Component",
              choices: others.map(({ id, name }) => ({ value: id, label: name })),
            }}
            how={{
              name: "strength",
              label: "How much",
              choices: STRENGTH_CHOICES,
              hint: "What cannot work without it is as badly off; what only suffers is slow.",
            }}
            submit="It needs this"
          />
        ) : null}
        {needing.length === 0 ? null : (
          <p className="m-0 border-t border-line pt-3 text-[14px] text-mute">
            Needed by {needing.map((need) => nameOf(need.component_id)).join(", ")}.
          </p>
        )}
      </Card>
    </Section>
  );
}

function Away({ of: { component } }: { of: Of }) {
  const isHidden = component.hidden_at !== null;
  return (
    <Section id="away" title="Hide or retire">
      <Card className="grid gap-4">
        <ActionForm action={hideAction} hidden={{ component: component.id, hidden: isHidden ? "no" : "yes" }}>
          <p className="m-0 text-[14px] text-mute">
            {isHidden
              ? "Readers do not see it. It is watched all the same."
              : "Hidden, it is watched all the same, and what needs it still does."}
          </p>
          <div>
            <Button>{isHidden ? "Show it to readers" : "Hide it from readers"}</Button>
          </div>
        </ActionForm>
        {component.origin === "config" ? (
          <p className="m-0 text-[14px] text-mute">To retire it, take it out of status.yaml.</p>
        ) : (
          <ActionForm action={retireAction} hidden={{ component: component.id }}>
            <p className="m-0 text-[14px] text-mute">
              Retired, it leaves the page. Its history stays, and it can come back.
            </p>
            <div>
              <Button>Retire it</Button>
            </div>
          </ActionForm>
        )}
      </Card>
    </Section>
  );
}
