import { DomainError } from "#lib/domain/errors.ts";
import { INCIDENT_IMPACTS } from "#lib/domain/incident.ts";
import { DIGESTS, EVENT_KINDS, minuteOfDay, type Preferences } from "#lib/domain/subscription.ts";
import type { SubscriptionChange } from "#lib/services/change-subscription.ts";
import { field } from "./answer.ts";

const MOST = 2_000;

/** What the manage page's form says. @throws {DomainError} `invalid` when it is none of ours. */
export function readChange(form: FormData, canWait: boolean): SubscriptionChange {
  return {
    preferences: readPreferences(form, canWait),
    isEverything: field(form, "scope") !== "chosen",
    scope: { components: all(form, "components"), groups: all(form, "groups"), incidents: all(form, "incidents") },
  };
}

function readPreferences(form: FormData, canWait: boolean): Preferences {
  const events = all(form, "events");
  const minImpact = INCIDENT_IMPACTS.find((one) => one === field(form, "min_impact"));
  const digest = canWait ? DIGESTS.find((one) => one === field(form, "digest")) : "off";
  if (!minImpact || !digest) throw new DomainError("invalid", "Something is missing. Please send the form again.");
  return {
    events: EVENT_KINDS.filter((kind) => events.includes(kind)),
    minImpact,
    digest,
    quiet: canWait ? quietHours(field(form, "quiet_from"), field(form, "quiet_until")) : null,
    timeZone: field(form, "time_zone").trim() || null,
    language: field(form, "language") || null,
  };
}

/** Some browsers send seconds too. */
function quietHours(from: string, until: string): Preferences["quiet"] {
  if (from === "" && until === "") return null;
  const minutes = [from, until].map((text) => minuteOfDay(text.slice(0, 5)) ?? Number.NaN);
  return { from: minutes[0] as number, until: minutes[1] as number };
}

function all(form: FormData, name: string): string[] {
  return form
    .getAll(name)
    .filter((value) => typeof value === "string" && value !== "")
    .slice(0, MOST) as string[];
}
