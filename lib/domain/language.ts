/** The languages that subscribers can choose, by their BCP 47 tag and in their own words. */
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
    .filter(({ tag, quality }) => Object.hasOwn(LANGUAGES, tag) && quality > 0);
  return wanted.toSorted((a, b) => b.quality - a.quality)[0]?.tag ?? null;
}
