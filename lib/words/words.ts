import { IntlMessageFormat, type PrimitiveType } from "intl-messageformat";
import {
  formatDay,
  formatDuration,
  formatMoment,
  formatTime,
  formatTimeWithSeconds,
  formatWindow,
  type TimeWords,
  zoneName,
} from "#lib/domain/duration.ts";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { directionOf, languageTag, localeOf, OWN_LANGUAGE } from "#lib/domain/language.ts";
import { DICTIONARIES, type Key } from "./dictionaries.ts";

export type { Key } from "./dictionaries.ts";

type Values = Readonly<Record<string, string | number>>;
type Unit = "second" | "minute" | "hour" | "day" | "month";

const UNITS: readonly [Unit, number][] = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];

/** One language: what we say in it, and how it writes times, numbers and lists. Messages are read once and kept. */
export class Words {
  readonly language: string;
  /** As a document names it: `lang`, `hreflang`. */
  readonly tag: string;
  readonly direction: "ltr" | "rtl";
  readonly #locale: string;
  readonly #messages = new Map<Key, IntlMessageFormat>();
  readonly #times: TimeWords;
  readonly #numbers = new Map<string, Intl.NumberFormat>();

  constructor(language: string) {
    this.language = language;
    this.tag = languageTag(language);
    this.direction = directionOf(language);
    this.#locale = localeOf(language);
    this.#times = {
      locale: this.#locale,
      today: this.say("time.today"),
      momentOf: (day, time) => this.say("time.moment", { day, time }),
    };
  }

  /** A message with its values filled in. @throws when one is missing: a test walks through all of them. */
  say(key: Key, values?: Values): string {
    return String(this.#message(key).format(values));
  }

  /** The same with values that are no text, such as elements: the pieces in their order. */
  pieces<Piece>(key: Key, values: Readonly<Record<string, PrimitiveType | Piece>>): (string | Piece)[] {
    const drawn = this.#message(key).format<Piece>(values as Record<string, PrimitiveType | Piece>);
    return Array.isArray(drawn) ? drawn : [drawn];
  }

  /** "14:06 UTC". */
  time(at: Instant, timeZone: string): string {
    return formatTime(at, timeZone, this.#times);
  }

  /** "14:06:12 UTC". */
  timeWithSeconds(at: Instant, timeZone: string): string {
    return formatTimeWithSeconds(at, timeZone, this.#times);
  }

  /** "11 Nov", with the year when it is not this one's. */
  day(at: Instant, timeZone: string, now: Instant): string {
    return formatDay(at, timeZone, now, this.#times);
  }

  /** "14:06 UTC" today, else "11 Nov, 14:06 UTC". */
  moment(at: Instant, timeZone: string, now: Instant): string {
    return formatMoment(at, timeZone, now, this.#times);
  }

  /** "Today, 13:00–15:00 UTC". */
  window(startsAt: Instant, endsAt: Instant, timeZone: string, now: Instant): string {
    return formatWindow(startsAt, endsAt, timeZone, now, this.#times);
  }

  zone(at: Instant, timeZone: string): string {
    return zoneName(at, timeZone, this.#times);
  }

  /** "November 2026" of "2026-11"; `short`: "Nov 26". */
  month(month: string, length: "long" | "short" = "long"): string {
    const year = length === "long" ? "numeric" : "2-digit";
    return new Intl.DateTimeFormat(this.#locale, { month: length, year, timeZone: "UTC" }).format(
      Date.parse(`${month}-01`),
    );
  }

  /** "38 minutes", "2 h 5 min", "3 days 4 h": cut off, never rounded up; at least a second. `short`: "38 min". */
  duration(ms: number, length: "long" | "short" = "long"): string {
    if (this.language === OWN_LANGUAGE) return length === "long" ? formatDuration(ms) : abbreviated(formatDuration(ms));
    const [first, second] = partsOf(ms);
    if (second === undefined) return this.unit(...first, length);
    return `${this.unit(...first, first[1] === "day" ? length : "short")} ${this.unit(...second, "short")}`;
  }

  /** "in about 5 minutes". */
  inAbout(ms: number): string {
    const [count, unit] = partsOf(ms)[0];
    const parts = new Intl.RelativeTimeFormat(this.#locale).formatToParts(count, unit);
    return parts.map((one) => (one.type === "integer" ? `${this.say("time.about")} ${one.value}` : one.value)).join("");
  }

  /** "90 days ago". */
  daysAgo(count: number): string {
    return new Intl.RelativeTimeFormat(this.#locale).format(-count, "day");
  }

  /** "90 days". */
  unit(count: number, unit: Unit, length: "long" | "short" = "long"): string {
    return this.#number({ style: "unit", unit, unitDisplay: length }).format(count);
  }

  /** "under 1 ms", "14 ms", "1.4 s", "1.7 min". */
  latency(ms: number): string {
    if (ms === 0) return "0";
    if (ms < 1) return this.say("time.underMs");
    if (ms < SECOND) return `${this.number(Math.round(ms))} ms`;
    if (ms < MINUTE) return `${this.number(ms / SECOND, ms < 10 * SECOND ? 1 : 0)} s`;
    return `${this.number(ms / MINUTE, ms < 10 * MINUTE ? 1 : 0)} min`;
  }

  number(value: number, digits = 0): string {
    return this.#number({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  }

  /** "99.95%" of a share that is printed already ("99.95"), with the digits that it has. */
  percent(printed: string): string {
    const digits = printed.split(".")[1]?.length ?? 0;
    const form = { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
    // As text, so that no digit is lost on the way.
    return this.#number(form).format(`${printed}E-2` as Intl.StringNumericLiteral);
  }

  /** "API, Search and Jobs". */
  list(names: readonly string[]): string {
    if (this.language === OWN_LANGUAGE && names.length > 0)
      return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    return new Intl.ListFormat(this.#locale).format(names);
  }

  #message(key: Key): IntlMessageFormat {
    let known = this.#messages.get(key);
    if (!known) {
      const text = (DICTIONARIES[this.language] ?? DICTIONARIES[OWN_LANGUAGE])?.[key] ?? "";
      known = new IntlMessageFormat(text, this.#locale, undefined, { ignoreTag: true });
      this.#messages.set(key, known);
    }
    return known;
  }

  #number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const shape = JSON.stringify(options);
    let known = this.#numbers.get(shape);
    if (!known) {
      known = new Intl.NumberFormat(this.#locale, options);
      this.#numbers.set(shape, known);
    }
    return known;
  }
}

type Part = [count: number, unit: Unit];

/** The largest unit of a length of time and, from hours on, what is left in the next one; cut off, at least a second. */
function partsOf(ms: number): [Part] | [Part, Part] {
  const at = UNITS.findIndex(([, size]) => ms >= size);
  const [unit, size] = UNITS[at === -1 ? UNITS.length - 1 : at] as [Unit, number];
  const first: Part = [Math.max(1, Math.floor(ms / size)), unit];
  const next = unit === "day" || unit === "hour" ? UNITS[at + 1] : undefined;
  const left = next ? Math.floor((ms % size) / next[1]) : 0;
  return next && left > 0 ? [first, [left, next[0]]] : [first];
}

function abbreviated(english: string): string {
  const short: Readonly<Record<string, string>> = { minute: "min", second: "s", hour: "h" };
  return english.replace(/ (minute|second|hour)s?\b/, (_, unit: string) => ` ${short[unit]}`);
}

const spoken = new Map<string, Words>();

/** The words of a language; English for one that we do not have. */
export function wordsIn(language: string): Words {
  const known = Object.hasOwn(DICTIONARIES, language) ? language : OWN_LANGUAGE;
  let words = spoken.get(known);
  if (!words) {
    words = new Words(known);
    spoken.set(known, words);
  }
  return words;
}
