"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldSet } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { AggregateRule } from "#lib/domain/aggregate.ts";

export type RuleMember = { id: string; name: string };

const WORDS: readonly [AggregateRule["kind"], string, string][] = [
  ["any", "Every one is needed", "The worst of them counts."],
  ["all", "One is enough", "The best of them counts: a replica takes over."],
  ["quorum", "So many are needed", "While that many work, it works."],
  [
    "weighted",
    "By weight",
    "By the share that is lost: half of it or more is a partial outage, all of it a major one.",
  ],
];

const SMALL = "w-20 rounded-[9px] border border-edge bg-field px-2 py-1.5 text-ink";

/** How several members make one status. Works without scripts: what the chosen way does not need is left alone. */
export function RuleForm({
  action,
  hidden,
  rule,
  members,
  legend,
  id,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  hidden: Readonly<Record<string, string>>;
  rule: AggregateRule;
  members: readonly RuleMember[];
  legend: string;
  /** Where several forms stand on one page. */
  id: string;
}) {
  const [{ message, errors, values }, send, isPending] = useActionState(action, UNSENT);
  const chosen = values.rule ?? rule.kind;
  const weights = rule.kind === "weighted" ? rule.weights : {};
  return (
    <form action={send} className="group/rule grid gap-3">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <FieldSet label={legend} name={`rule-${id}`} error={errors.rule}>
        <div className="grid gap-1">
          {WORDS.map(([kind, label, meaning]) => (
            <label key={kind} className="flex min-h-9 cursor-pointer items-baseline gap-2.5 py-1 text-[14px]">
              <input
                type="radio"
                name="rule"
                value={kind}
                defaultChecked={chosen === kind}
                className="size-4 shrink-0 translate-y-0.5 accent-accent"
              />
              <span>
                {label} <span className="text-[13px] text-mute">{meaning}</span>
              </span>
            </label>
          ))}
        </div>
      </FieldSet>
      <p className="m-0 hidden text-[14px] group-has-[input[value=quorum]:checked]/rule:block">
        <label>
          How many must work{" "}
          <input
            type="number"
            name="needed"
            min={1}
            max={Math.max(members.length, 1)}
            defaultValue={values.needed ?? (rule.kind === "quorum" ? rule.needed : Math.ceil((members.length + 1) / 2))}
            className={SMALL}
          />{" "}
          of {members.length}
        </label>
      </p>
      <div className="hidden gap-1.5 text-[14px] group-has-[input[value=weighted]:checked]/rule:grid">
        {members.map((member) => (
          <label key={member.id} className="flex items-center justify-between gap-3">
            <bdi className="min-w-0 break-words">{member.name}</bdi>
            <input
              type="number"
              name={`weight.${member.id}`}
              aria-label={`Weight of ${member.name}`}
              min={0}
              max={1000}
              step="any"
              defaultValue={values[`weight.${member.id}`] ?? weights[member.id] ?? 1}
              className={SMALL}
            />
          </label>
        ))}
      </div>
      <div>
        <Button disabled={isPending}>Save how they count</Button>
      </div>
    </form>
  );
}
