import { HOUR, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { sentenceIn } from "./sentences.ts";
import { type Key, type Words, wordsIn } from "./words.ts";

const STATES: Readonly<Record<string, Key>> = {
  "works again": "detected.operational",
  "work again": "detected.operational",
  degraded: "detected.degraded_performance",
  "partially unavailable": "detected.partial_outage",
  unavailable: "detected.major_outage",
};
const TITLE = /^(.+) (?:(is|are) (degraded|partially unavailable|unavailable|works again)|(works|work) again)$/;
const RECOVERED = /^(.+)\. Our automatic checks have passed since\. It lasted (.+)\.$/;
const SIZES: Readonly<Record<string, number>> = {
  day: 24 * HOUR,
  hour: HOUR,
  h: HOUR,
  minute: MINUTE,
  min: MINUTE,
  second: SECOND,
};

/**
 * What the automation wrote by itself (lib/diagnosis, lib/services), in another language; null for words of people's.
 * On what an estimate rests is left out: that sentence is different each time.
 */
export function draftedIn(words: Words, english: string): string | null {
  if (words.language === "en") return null;
  return titleIn(words, english) ?? recoveredIn(words, english) ?? bodyIn(words, english);
}

function titleIn(words: Words, english: string): string | null {
  const [, subject, verb, state, again] = TITLE.exec(english) ?? [];
  const key = STATES[state ?? `${again} again`];
  if (subject === undefined || key === undefined) return null;
  // One name may hold an "and" of its own; of several, each is named by itself.
  const isOne = verb === "is" || again === "works";
  const names = isOne ? [subject] : subject.split(/, | and /);
  const said = subject === "The platform" ? words.say("detected.platform") : words.list(names);
  return words.say(key, { names: said, count: isOne ? 1 : Math.max(2, names.length) });
}

function recoveredIn(words: Words, english: string): string | null {
  const [, subject = "", lasted = ""] = RECOVERED.exec(english) ?? [];
  const title = titleIn(words, subject);
  if (title === null) return null;
  const ms = [...lasted.matchAll(/(\d+) (day|hour|h|minute|min|second)/g)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (SIZES[unit] ?? 0),
    0,
  );
  return words.say("drafted.recovered", { title, duration: words.duration(ms) });
}

function bodyIn(words: Words, english: string): string | null {
  const own = wordsIn("en");
  if (english === own.say("drafted.passing")) return words.say("drafted.passing");
  const [found, again] = [own.say("drafted.found"), own.say("drafted.again")];
  const at = english.indexOf(found);
  if (at === -1) return null;
  const before = english.slice(0, at).trim();
  const isAgain = before.startsWith(again);
  const sentence = isAgain ? before.slice(again.length).trim() : before;
  const said = sentence === "" ? [] : [sentenceIn(words, sentence)];
  const gap = words.language === "ja" || words.language === "zh" ? "" : " ";
  return [...(isAgain ? [words.say("drafted.again")] : []), ...said, words.say("drafted.found")].join(gap);
}
