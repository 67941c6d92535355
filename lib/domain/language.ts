/** The languages that pages and messages can be in, by their BCP 47 tag and in their own words. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pt: "Português",
  ja: "日本語",
  zh: "中文",
  ko: "한국어",
  ru: "Русский",
  tr: "Türkçe",
  hi: "हिन्दी",
  ar: "العربية",
};

/** What a page speaks unless it says otherwise. */
export const OWN_LANGUAGE = "en";

// Where the bare tag leaves the script or the country open, what we write is named.
const WRITTEN_AS: Readonly<Record<string, string>> = { pt: "pt-BR", zh: "zh-Hans" };
// Western digits everywhere: times, addresses and what operators write have them too.
const FORMATTED_AS: Readonly<Record<string, string>> = { en: "en-GB", ar: "ar-u-nu-latn", hi: "hi-u-nu-latn" };
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar"]);

export function isLanguage(tag: string): boolean {
  return Object.hasOwn(LANGUAGES, tag);
}

/** As documents name it (`lang`, `hreflang`, `Content-Language`). */
export function languageTag(language: string): string {
  return WRITTEN_AS[language] ?? language;
}

/** As `Intl` takes it for dates and numbers. */
export function localeOf(language: string): string {
  return FORMATTED_AS[language] ?? languageTag(language);
}

export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/** The path of a page in one of the page's languages: "/history" as "/de/history"; unprefixed in the page's own. */
export function pathIn(language: string, ownLanguage: string, path: string): string {
  return language === ownLanguage ? path : `/${language}${path}`;
}

/** The first of the languages that a browser prefers (`Accept-Language`) which we know; null when none is. */
export function preferredLanguage(header: string | null): string | null {
  const wanted = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...more] = part.trim().split(";");
      const quality = more.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean);
      return { tag: tag.trim().toLowerCase().split("-")[0] as string, quality: Number(quality ?? 1) };
    })
    .filter(({ tag, quality }) => isLanguage(tag) && quality > 0);
  return wanted.toSorted((a, b) => b.quality - a.quality)[0]?.tag ?? null;
}
