import type { Metadata } from "next";
import type { View } from "#components/page/view.ts";
import { languageTag, pathIn } from "#lib/domain/language.ts";
import { parseMarkdown, toPlainText } from "#lib/domain/markdown.ts";
import { runtime } from "#lib/runtime.ts";

/**
 * How a public page is found: its own address, the same page as text and as data, and what is shown of it where its
 * link is posted.
 *
 * @param view where the page is, and in which language.
 */
export function discovery(
  { place, words: { language } }: View,
  words: { title: string; description: string; siteName: string },
): Metadata {
  const { publicUrl } = runtime().config;
  const { path, ownLanguage, languages } = place;
  const url = `${publicUrl}${pathIn(language, ownLanguage, path)}`;
  const others = languages.map((one) => [languageTag(one), `${publicUrl}${pathIn(one, ownLanguage, path)}`]);
  // Pages without a picture of their own show the front page's.
  const picture = /^\/(?:incidents|maintenance)\//.test(path) ? `${publicUrl}${path}.png` : `${publicUrl}/index.png`;
  const twin = path === "/" ? `${publicUrl}/index` : `${publicUrl}${path}`;
  return {
    description: words.description,
    alternates: {
      canonical: url,
      ...(others.length > 1
        ? { languages: Object.fromEntries([...others, ["x-default", `${publicUrl}${path}`]]) }
        : {}),
      types: { "text/markdown": `${twin}.md`, "application/json": `${twin}.json` },
    },
    openGraph: { type: "website", url, ...words, images: [{ url: picture, width: 1200, height: 630 }] },
    twitter: { card: "summary_large_image" },
  };
}

/** For pages that are not read as text or data. `types`: as what else they are read. */
export function withoutTwins(
  alternates: Metadata["alternates"],
  types?: Record<string, string>,
): Metadata["alternates"] {
  const { types: _, ...rest } = alternates ?? {};
  return { ...rest, ...(types ? { types } : {}) };
}

const SUMMARY_MAX = 200;

/** The beginning of an operator's text, in one line. */
export function summaryOf(markdown: string): string {
  const words = toPlainText(parseMarkdown(markdown)).replace(/\s+/g, " ").trim();
  return words.length <= SUMMARY_MAX ? words : `${words.slice(0, SUMMARY_MAX).replace(/\s\S*$/, "")} …`;
}
