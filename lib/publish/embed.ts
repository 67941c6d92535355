import { escapeHtml } from "#lib/domain/markdown.ts";
import { headlineIn } from "#lib/words/headline.ts";
import type { Words } from "#lib/words/words.ts";
import { stampOrNull } from "./told.ts";
import type { ToldPage } from "./twins/page.ts";

type Notice = {
  id: string;
  kind: "incident" | "detected" | "maintenance";
  title: string;
  url: string;
  expectedAt: number | null;
};

/** What is wrong or being worked on now, the gravest kind first; empty when all is well. */
function notices({ snapshot, detected, publicUrl }: ToldPage): Notice[] {
  return [
    ...snapshot.incidents.map(({ id, title, expectedAt }): Notice => {
      return { id, kind: "incident", title, url: `${publicUrl}/incidents/${id}`, expectedAt };
    }),
    ...detected.map(({ outage, title }): Notice => {
      const id = `${outage.components.join(" ")} ${outage.since}`;
      return { id, kind: "detected", title, url: `${publicUrl}/`, expectedAt: outage.expectedAt };
    }),
    ...snapshot.maintenances
      .filter(({ status }) => status === "in_progress" || status === "verifying")
      .map(({ id, title, endsAt }): Notice => {
        return { id, kind: "maintenance", title, url: `${publicUrl}/maintenance/${id}`, expectedAt: endsAt };
      }),
  ];
}

/** `/banner.json`: the little that `/banner.js` needs on a product's own pages. */
export function bannerData(told: ToldPage): object {
  return {
    page: told.snapshot.page.name,
    status: told.snapshot.summary.tone,
    notices: notices(told).map(({ expectedAt, ...notice }) => ({ ...notice, expected_at: stampOrNull(expectedAt) })),
  };
}

const COLOURS: Record<string, string> = {
  operational: "light-dark(#1a7f4b,#4cc38a)",
  under_maintenance: "light-dark(#2a5bd7,#86a9ff)",
  degraded_performance: "light-dark(#8a6100,#e2b93b)",
  partial_outage: "light-dark(#b04a00,#ff9a52)",
  major_outage: "light-dark(#c02026,#ff7b7f)",
  unknown: "light-dark(#5d6167,#a0a5ad)",
};
const STYLE =
  "body{margin:0;padding:.6rem .8rem;background:light-dark(#fff,#18191b);color:light-dark(#17181a,#edeef0);font:14px/1.45 system-ui,sans-serif;overflow-wrap:break-word}p{margin:0;font-weight:600}ul{margin:.3rem 0 0;padding-inline-start:1.1rem}a{color:inherit}small,.emergency{display:block}";

/** How the frame is drawn. `theme`: `auto` follows the reader's system. */
export type EmbedLook = {
  theme: "auto" | "light" | "dark";
  isCurrent: boolean;
  words: Words;
  /** Before the paths of the page in this language: empty in its own. */
  prefix: string;
  /** An operator's text as it reads in the language. */
  written: (text: string) => string;
};

/**
 * `/embed`: the state in a few lines, for a frame on somebody else's page.
 *
 * `data-framed` is what tells the front that it may be framed (lib/front/content-policy.ts). It reads itself anew each
 * minute and needs no script.
 */
export function embedHtml(told: ToldPage, { theme, isCurrent, words, prefix, written }: EmbedLook): string {
  const { snapshot, publicUrl } = told;
  const { page, summary } = snapshot;
  const home = `${publicUrl}${prefix}`;
  const headline = headlineIn(words, summary, written);
  const status = isCurrent && summary.total > 0 ? summary.tone : "unknown";
  const scheme = theme === "auto" ? "light dark" : theme;
  const link = (url: string, words: string) =>
    `<a href="${escapeHtml(url)}" target="_blank" rel="noopener">${escapeHtml(words)}</a>`;
  const items = notices(told).map(({ kind, title, url, expectedAt }) => {
    const key = kind === "maintenance" ? "embed.until" : "embed.expected";
    const at = expectedAt === null ? "" : words.moment(expectedAt, page.timeZone, snapshot.at);
    const back = at === "" ? "" : `<small>${escapeHtml(words.say(key, { at }))}</small>`;
    return `<li>${link(url.replace(publicUrl, home), written(title))}${back}</li>`;
  });
  const list = items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
  return [
    `<!DOCTYPE html><html lang="${words.tag}"${words.direction === "rtl" ? ` dir="rtl"` : ""} data-framed=""><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta http-equiv="refresh" content="60"><meta name="robots" content="noindex"><title>${escapeHtml(page.name)}</title>`,
    `<style>:root{color-scheme:${scheme}}p a{color:${COLOURS[status]}}${STYLE}</style></head>`,
    `<body><main class="${isCurrent ? "now" : "last"}"><p>${link(`${home}${prefix === "" ? "" : "/"}`, isCurrent ? headline : words.say("embed.lastKnown", { headline }))}</p>${list}</main></body></html>`,
  ].join("");
}
