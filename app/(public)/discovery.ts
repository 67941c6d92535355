import type { Metadata } from "next";
import { parseMarkdown, toPlainText } from "#lib/domain/markdown.ts";
import { runtime } from "#lib/runtime.ts";

/**
 * How a public page is found: its own address, the same page as text and as data, and what is shown of it where its
 * link is posted.
 *
 * @param path the page's path, `/` for the front page.
 */
export function discovery(path: string, words: { title: string; description: string; siteName: string }): Metadata {
  const { publicUrl } = runtime().config;
  const url = `${publicUrl}${path}`;
  // Pages without a picture of their own show the front page's.
  const picture = /^\/(?:incidents|maintenance)\//.test(path) ? `${url}.png` : `${publicUrl}/index.png`;
  const twin = path === "/" ? `${publicUrl}/index` : url;
  return {
    description: words.description,
    alternates: {
      canonical: url,
      types: { "text/markdown": `${twin}.md`, "application/json": `${twin}.json` },
    },
    openGraph: { type: "website", url, ...words, images: [{ url: picture, width: 1200, height: 630 }] },
    twitter: { card: "summary_large_image" },
  };
}

const SUMMARY_MAX = 200;

/** The beginning of an operator's text, in one line. */
export function summaryOf(markdown: string): string {
  const words = toPlainText(parseMarkdown(markdown)).replace(/\s+/g, " ").trim();
  return words.length <= SUMMARY_MAX ? words : `${words.slice(0, SUMMARY_MAX).replace(/\s\S*$/, "")} …`;
}
