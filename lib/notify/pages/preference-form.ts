import { INCIDENT_IMPACTS, type IncidentImpact } from "#lib/domain/incident.ts";
import { LANGUAGES } from "#lib/domain/language.ts";
import {
  clockText,
  DIGESTS,
  type DigestKind,
  EVENT_KINDS,
  type EventKind,
  type Preferences,
} from "#lib/domain/subscription.ts";
import { type Html, html, NOTHING } from "./html.ts";

/** What can be followed, and what is. */
export type FollowChoice = {
  isEverything: boolean;
  groups: Choice[];
  components: Choice[];
  /** Followed by name. */
  incidents: Choice[];
};

export type Choice = { value: string; name: string; isChosen: boolean };

const EVENT_WORDS: Readonly<Record<EventKind, string>> = {
  incident: "Incidents",
  maintenance: "Planned work",
  postmortem: "What we learned from an incident",
  report: "Reports",
};

const IMPACT_CHOICES: Readonly<Record<IncidentImpact, string>> = {
  none: "Every incident",
  minor: "Minor ones and worse",
  major: "Major ones and worse",
  critical: "Critical ones only",
};

const DIGEST_WORDS: Readonly<Record<DigestKind, string>> = {
  off: "Each at once",
  daily: "One summary a day, at 9 in the morning",
  weekly: "One summary a week, on Mondays at 9",
};

/** What a subscriber hears of. */
export function followFields(choice: FollowChoice): Html {
  const radio = (value: string, words: string, isChosen: boolean) =>
    html`<label><input type="radio" name="scope" value="${value}"${isChosen ? html` checked` : NOTHING}> ${words}</label>`;
  const isChoosable = choice.groups.length + choice.components.length > 0;
  return html`<fieldset><legend>What you hear about</legend>
${radio("everything", "Everything on this page, what is added later included", choice.isEverything)}
${isChoosable ? radio("chosen", "Only what is chosen here", !choice.isEverything) : NOTHING}</fieldset>
${boxes("Groups, with all that belongs to them", "groups", choice.groups)}${boxes("Components", "components", choice.components)}${boxes("Incidents you follow, until they are over", "incidents", choice.incidents)}`;
}

function boxes(legend: string, name: string, choices: readonly Choice[]): Html {
  if (choices.length === 0) return NOTHING;
  const drawn = choices.map(({ value, name: words, isChosen }) => box(name, value, words, isChosen));
  return html`<fieldset><legend>${legend}</legend>${drawn}</fieldset>`;
}

function box(name: string, value: string, words: string, isChosen: boolean): Html {
  return html`<label><input type="checkbox" name="${name}" value="${value}"${isChosen ? html` checked` : NOTHING}> ${words}</label>`;
}

/** Which kinds, how grave, when and in which language. @param canWait whether a person reads the messages: programs get them at once. */
export function preferenceFields(preferences: Preferences, canWait: boolean, pageZone: string): Html {
  const events = EVENT_KINDS.map((kind) => box("events", kind, EVENT_WORDS[kind], preferences.events.includes(kind)));
  const impact = select("min_impact", INCIDENT_IMPACTS, IMPACT_CHOICES, preferences.minImpact);
  return html`<fieldset><legend>Kinds of messages</legend>${events}</fieldset>
<label>Which incidents ${impact}</label>${canWait ? timing(preferences, pageZone) : NOTHING}
<label>Language ${languages(preferences.language)}</label>`;
}

function timing({ digest, quiet, timeZone }: Preferences, pageZone: string): Html {
  const time = (name: string, minute: number | undefined) =>
    html`<input type="time" name="${name}" value="${minute === undefined ? "" : clockText(minute)}">`;
  return html`<label>How often ${select("digest", DIGESTS, DIGEST_WORDS, digest)}</label>
<fieldset><legend>Quiet hours: only critical incidents come then, the rest comes in one message afterwards</legend>
<label>From ${time("quiet_from", quiet?.from)}</label><label>Until ${time("quiet_until", quiet?.until)}</label></fieldset>
<label>Time zone <input type="text" name="time_zone" list="zones" maxlength="64" autocomplete="off" value="${timeZone ?? ""}" placeholder="${pageZone}"></label>
<datalist id="zones">${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value="${zone}"></option>`)}</datalist>`;
}

function select<Value extends string>(
  name: string,
  values: readonly Value[],
  words: Readonly<Record<Value, string>>,
  chosen: Value,
): Html {
  const options = values.map(
    (value) => html`<option value="${value}"${value === chosen ? html` selected` : NOTHING}>${words[value]}</option>`,
  );
  return html`<select name="${name}">${options}</select>`;
}

function languages(chosen: string | null): Html {
  return select("language", ["", ...Object.keys(LANGUAGES)], { "": "The page’s", ...LANGUAGES }, chosen ?? "");
}
