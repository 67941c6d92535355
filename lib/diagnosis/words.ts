import type { Expectation, Facts } from "#lib/domain/diagnosis.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import type { Command } from "./rule.ts";
import { ruleOf } from "./rules/index.ts";

/** For a class the table does not know. */
const UNNAMED = {
  title: "fails its checks",
  advice: ["Look at the facts beside this."],
  commands: [],
  noticed: "It does not work as it should.",
};

const STATE: Record<ImpactStatus, string> = {
  operational: "works again",
  degraded_performance: "degraded",
  partial_outage: "partially unavailable",
  major_outage: "unavailable",
};

/** What readers are told of a finding: the components and what is noticed, no names of machines. */
export function publicWords(
  cause: string | null,
  status: ImpactStatus,
  components: readonly string[],
  facts?: Facts,
): { title: string; sentence: string } {
  const verb = components.length === 1 ? "is" : "are";
  return {
    title: `${joined(components)} ${verb} ${STATE[status]}`,
    sentence: (facts && ruleOf(cause)?.noticedNow?.(facts)) || causeOf(cause).noticed || UNNAMED.noticed,
  };
}

/** What operators are told of a failure class; the commands name the target when the facts do. */
export function operatorWords(
  cause: string | null,
  facts: Facts = {},
): { title: string; advice: readonly string[]; commands: readonly Command[] } {
  const { title, advice, commands } = causeOf(cause);
  return { title, advice, commands: commands.map((command) => ({ ...command, run: filled(command.run, facts) })) };
}

/** Names of the facts in braces, filled in; only plain values, as the line is copied into a shell. */
function filled(run: string, facts: Facts): string {
  return run.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = facts[name];
    if (value !== undefined && /^[\w.:/-]+$/.test(String(value))) return String(value);
    return /^(host|port|\w+_queue)$/.test(name) ? name.toUpperCase() : whole;
  });
}

/** The draft of an incident about a finding: title and first update (Markdown). */
export function draftWords(
  cause: string | null,
  status: ImpactStatus,
  components: readonly string[],
  expected: Expectation | null,
  facts?: Facts,
): { title: string; body: string } {
  const { title, sentence } = publicWords(cause, status, components, facts);
  const found = "Our automatic checks found this. We are looking into it and will post here as soon as we know more.";
  return { title, body: [sentence, found, ...(expected ? [basisSentence(expected)] : [])].join(" ") };
}

function basisSentence({ basis }: Expectation): string {
  return `The expected time rests on this: ${basis}.`;
}

function causeOf(cause: string | null) {
  return ruleOf(cause) ?? UNNAMED;
}

function joined(names: readonly string[]): string {
  if (names.length === 0) return "The platform";
  if (names.length <= 2) return names.join(" and ");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
