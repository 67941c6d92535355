import type { PageSummary } from "#lib/domain/page-summary.ts";
import type { Words } from "./words.ts";

/** The state of the whole page in one sentence. @param written an operator's text as it reads in the language. */
export function headlineIn(words: Words, summary: PageSummary, written: (text: string) => string): string {
  const { state, affected, total } = summary;
  switch (state.kind) {
    case "one":
      return words.say(`headline.${state.status}`, { name: written(state.name) });
    case "several":
      return words.say("headline.several", { affected, total });
    case "unknown":
      return words.say("headline.unknown", { name: written(state.name) });
    case "several-unknown":
      return words.say("headline.severalUnknown", { count: state.count, total });
    case "maintenance":
      if (state.title === null) return words.say("headline.maintenance");
      return words.say("headline.maintenanceOf", { title: written(state.title) });
    case "empty":
      return words.say("headline.empty");
    case "operational":
      return words.say("headline.operational");
  }
}
