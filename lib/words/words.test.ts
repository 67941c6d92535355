import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "#lib/domain/instant.ts";
import { LANGUAGES, localeOf } from "#lib/domain/language.ts";
import { DICTIONARIES, type Key } from "./dictionaries.ts";
import { draftedIn } from "./drafted.ts";
import { sentenceIn } from "./sentences.ts";
import { wordsIn } from "./words.ts";

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
type Found = { names: Set<string>; plurals: Set<string>[] };

/** The values that a message takes, and the forms of each of its plurals. */
function partsOf(message: string, locale: string): Found {
  const found: Found = { names: new Set(), plurals: [] };
  const walk = (elements: readonly Element[]): void => {
    for (const element of elements) {
      if ("value" in element && element.type === 1) found.names.add(element.value);
      if (!("options" in element)) continue;
      found.names.add(element.value);
      found.plurals.push(new Set(Object.keys(element.options)));
      for (const option of Object.values(element.options)) walk(option.value as Element[]);
    }
  };
  walk(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
  return found;
}

/** The plural forms that whole numbers take in a language. CLDR's others are of fractions and of millions. */
function formsOf(locale: string): Set<string> {
  const rules = new Intl.PluralRules(locale);
  return new Set(["other", ...Array.from({ length: 201 }, (_, count) => rules.select(count))]);
}

const keys = Object.keys(DICTIONARIES.en ?? {}) as Key[];

it("there are words in every language that can be chosen", () => {
  expect(Object.keys(DICTIONARIES)).toEqual(Object.keys(LANGUAGES));
});

describe.each(Object.entries(DICTIONARIES))("%s", (language, dictionary) => {
  const locale = localeOf(language);

  it("says everything with the values and no others that English says it with", () => {
    for (const key of keys) {
      const own = partsOf(dictionary[key], locale).names;
      expect({ key, names: [...own].sort() }).toEqual({
        key,
        names: [...partsOf(DICTIONARIES.en?.[key] ?? "", "en").names].sort(),
      });
    }
  });

  it("has each plural form that its numbers need", () => {
    for (const key of keys)
      for (const forms of partsOf(dictionary[key], locale).plurals)
        expect({ key, forms: [...forms].sort() }).toEqual({ key, forms: [...formsOf(locale)].sort() });
  });

  it("leaves nothing empty, and quotes nothing by accident", () => {
    for (const key of keys)
      expect({ key, text: dictionary[key] }).toEqual({ key, text: expect.stringMatching(/^[^']+$/) });
  });

  it("leaves nothing in English but what is the same word", () => {
    if (language === "en") return;
    // Sentences have no such excuse, nor has a script of its own.
    const isLatin = /^[a-z]/i.test(dictionary["status.operational"]);
    const same = keys.filter((key) => {
      const text = dictionary[key].replaceAll(/\{\w+\}/g, "").trim();
      if (!/[a-z]{3}/i.test(DICTIONARIES.en?.[key] ?? "")) return false;
      return isLatin ? text === DICTIONARIES.en?.[key] && text.split(" ").length > 1 : text === DICTIONARIES.en?.[key];
    });
    expect(same).toEqual([]);
  });

  it("writes times, lengths of time and shares of its own", () => {
    const words = wordsIn(language);
    const at = Date.UTC(2026, 10, 23, 14, 8, 12);
    for (const text of [
      words.moment(at, "Europe/Berlin", at),
      words.window(at, at + 26 * HOUR, "Asia/Tokyo", at),
      words.duration(2 * HOUR + 5 * MINUTE),
      words.inAbout(5 * MINUTE),
      words.percent("99.95"),
      words.list(["API", "Jobs", "Search"]),
    ])
      expect(text).toMatch(/\d|API/);
    expect(words.percent("99.95")).toMatch(/99[.,]95/);
    expect(words.inAbout(5 * MINUTE)).toContain(words.say("time.about"));
  });
});

it("every sentence of the diagnosis for readers is there in the other languages", () => {
  const folder = new URL("../diagnosis/rules/", import.meta.url);
  const sources = [
    new URL("../diagnosis/rule.ts", import.meta.url),
    ...readdirSync(folder).map((one) => new URL(one, folder)),
  ];
  const text = sources.map((one) => readFileSync(one, "utf8")).join("\n");
  const named = [...text.matchAll(/const ([A-Z_]+) =\s*"([^"]+\.)";/g)];
  const spoken = [...text.matchAll(/noticed:\s*(?:"([^"]*)"|([A-Z_]+))/g)].map(
    ([, sentence, name]) => sentence ?? named.find(([, known]) => known === name)?.[2] ?? `?${name}`,
  );
  const sentences = [...new Set(spoken)].filter((one) => one !== "");
  expect(sentences.length).toBeGreaterThan(20);
  const general = wordsIn("de").say("noticed.other");
  const untranslated = sentences.filter((one) => sentenceIn(wordsIn("de"), one) === general);
  expect(untranslated).toEqual([wordsIn("en").say("noticed.other")]);
});

describe("what the automation wrote", () => {
  const de = wordsIn("de");
  it.each([
    ["API is unavailable", "API ist nicht verfügbar"],
    ["API, Search and Jobs are degraded", "API, Search und Jobs sind eingeschränkt"],
    ["Search and find is partially unavailable", "Search and find ist teilweise nicht verfügbar"],
    [
      "It does not answer. Our automatic checks found this. We are looking into it and will post here as soon as we know more. The expected time rests on this: the last 3 such outages.",
      "Es antwortet nicht. Unsere automatischen Prüfungen haben das gefunden. Wir gehen dem nach und melden uns hier, sobald wir mehr wissen.",
    ],
    [
      "API works again. Our automatic checks have passed since. It lasted 2 h 5 min.",
      "API funktioniert wieder. Seitdem gelingen unsere automatischen Prüfungen. Dauer: 2 Std. 5 Min.",
    ],
  ])("is said in the reader's language: %s", (english, german) => {
    expect(draftedIn(de, english)).toBe(german);
  });

  it("is told apart from what people wrote", () => {
    for (const text of ["We are on it.", "The API is slow for some", "Jobs are late"])
      expect(draftedIn(de, text)).toBeNull();
  });
});
