import type { ImpactStatus } from "#lib/domain/status.ts";
import { CAUSES, UNNAMED } from "./causes.ts";

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
): { title: string; sentence: string } {
  const verb = components.length === 1 ? "is" : "are";
  return {
    title: `${joined(components)} ${verb} ${STATE[status]}`,
    sentence: causeOf(cause).noticed || UNNAMED.noticed,
  };
}

/** What operators are told of a failure class. */
export function operatorWords(cause: string | null): { title: string; advice: readonly string[] } {
  const { title, advice } = causeOf(cause);
  return { title, advice };
}

/** The draft of an incident about a finding: title and first update (Markdown). */
export function draftWords(
  cause: string | null,
  status: ImpactStatus,
  components: readonly string[],
): { title: string; body: string } {
  const { title, sentence } = publicWords(cause, status, components);
  return {
    title,
    body: `${sentence} Our automatic checks found this. We are looking into it and will post here as soon as we know more.`,
  };
}

function causeOf(cause: string | null) {
  return (cause === null ? undefined : CAUSES[cause]) ?? UNNAMED;
}

function joined(names: readonly string[]): string {
  if (names.length === 0) return "The platform";
  if (names.length <= 2) return names.join(" and ");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
