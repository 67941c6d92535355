import { LANGUAGES } from "#lib/domain/language.ts";
import { LOGO_TYPES } from "#lib/domain/logo.ts";

/** One kind of public answer: which addresses it has, and how the renderer's answer becomes ours. */
export type PublicPath = {
  path: RegExp;
  /** `plain`: a page, served without the framework's scripts. `raw`: a document, served as it is drawn. */
  mode: "plain" | "raw";
  /** What the renderer must answer with, without parameters. */
  mediaType: string;
  /** The one query that makes another document of it; every other query changes nothing. */
  query?: RegExp;
  /** Where the renderer has it, before its own path: Next has no route for a page's name with an ending. */
  inside?: string;
  /** Drawing it takes a tenth of a second of a core: each who asks gets few at once. */
  isCostly?: true;
  /** It says of when it speaks, and so reads the same when nothing more can be confirmed. */
  saysWhen?: true;
  /** It has a form that is sent to its own address. */
  takesForms?: true;
  /** It speaks, and so has an address in each language of the page: "/de/history". */
  speaks?: true;
};

const ID = "[a-z0-9]{12}";
const SLUG = "(?![a-z0-9-]{81})[a-z0-9]+(?:-[a-z0-9]+){0,39}";
const MONTH = "\\d{4}-(?:0[1-9]|1[0-2])";
const HTML = "text/html";
const JSON_TEXT = "application/json";
const OF_COMPONENT = new RegExp(`^component=${SLUG}$`);
const LENGTH_MAX = 200;

/** `?plain`: without the admin's own stylesheet, should that have gone wrong. */
const PLAIN = /^plain$/;
const page = (path: string): PublicPath => ({
  path: new RegExp(`^${path}$`),
  mode: "plain",
  mediaType: HTML,
  query: PLAIN,
  speaks: true,
});
const badge = (path: string, mediaType: string): PublicPath => ({
  path: new RegExp(`^${path}$`),
  mode: "raw",
  mediaType,
  query: OF_COMPONENT,
});
const document = (path: string, mediaType: string, query?: RegExp): PublicPath => ({
  path: new RegExp(`^${path}$`),
  mode: "raw",
  mediaType,
  saysWhen: true,
  ...(query ? { query } : {}),
});

/** A page as text or as data. */
const twin = (path: string, ending: "md" | "json"): PublicPath => ({
  ...document(`${path}\\.${ending}`, ending === "md" ? "text/markdown" : JSON_TEXT),
  inside: "/api/pages",
});
/** A page as a picture, for where its link is posted. */
const picture = (path: string): PublicPath => ({
  ...document(`${path}\\.png`, "image/png"),
  inside: "/api/cards",
  isCostly: true,
});
const twins = (path: string): PublicPath[] => [twin(path, "md"), twin(path, "json")];

/** What readers may ask for from memory (contract.md, Public addresses). Everything else is passed on. */
export const PUBLIC_PATHS: readonly PublicPath[] = [
  page("/"),
  page(`/incidents/${ID}`),
  page(`/maintenance/${ID}`),
  { ...page("/subscribe"), takesForms: true },
  page(`/history(?:/${MONTH})?(?:/components/${SLUG})?(?:/(?:incidents|maintenance))?`),
  page("/uptime"),
  document("/uptime\\.csv", "text/csv"),
  document("/uptime\\.json", JSON_TEXT),
  { ...page("/embed"), query: /^theme=(?:light|dark)$/ },
  page(`/components/${SLUG}`),
  document("/api/v2/(?:summary|status|components|incidents|scheduled-maintenances)\\.json", JSON_TEXT),
  document("/api/v2/incidents/(?:unresolved|[a-z0-9]{12})\\.json", JSON_TEXT),
  document("/api/v2/scheduled-maintenances/(?:upcoming|active|[a-z0-9]{12})\\.json", JSON_TEXT),
  document("/history\\.rss", "application/rss+xml", OF_COMPONENT),
  document("/history\\.atom", "application/atom+xml", OF_COMPONENT),
  document("/history\\.json", JSON_TEXT, /^page=[1-9]\d{0,2}$/),
  document("/feed\\.json", "application/feed+json", OF_COMPONENT),
  document("/maintenance\\.ics", "text/calendar", OF_COMPONENT),
  badge("/badge\\.svg", "image/svg+xml"),
  badge("/badge\\.json", JSON_TEXT),
  document("/banner\\.json", JSON_TEXT),
  picture("/index"),
  picture(`/(?:incidents|maintenance)/${ID}`),
  ...twins("/index"),
  ...twins(`/incidents/${ID}`),
  ...twins(`/maintenance/${ID}`),
  ...twins(`/components/${SLUG}`),
  document("/custom\\.css", "text/css"),
  ...Object.entries(LOGO_TYPES).map(([kind, type]) => document(`/logo\\.${kind}`, type)),
  document("/openapi\\.json", JSON_TEXT),
  document("/llms\\.txt", "text/plain"),
  document("/robots\\.txt", "text/plain"),
  document("/sitemap\\.xml", "application/xml"),
];

const INSIDE = new Set(PUBLIC_PATHS.flatMap(({ inside }) => inside ?? []));

/** Whether it is an address that only we ask the renderer for: what is there has a public one, from memory. */
export function isInside(path: string): boolean {
  const plain = decodeURIComponent(path);
  return [...INSIDE].some((one) => plain.startsWith(one));
}

/** A public address, reduced to what tells one document from another. */
export type Asked = {
  key: string;
  kind: PublicPath;
  /** The language that its address begins with; undefined: the page's own. */
  language?: string;
};

const IN_LANGUAGE = new RegExp(`^/(${Object.keys(LANGUAGES).join("|")})(/.*|)$`);

/**
 * What a request's address asks for from memory; undefined when it is not a public one.
 *
 * A query that makes no difference is left out of the key: it cannot be used to ask for the same page again and again.
 */
export function askedFor(path: string, query: string): Asked | undefined {
  if (path.length > LENGTH_MAX) return undefined;
  const [, language, rest = path] = IN_LANGUAGE.exec(path) ?? [];
  const own = rest === "" ? "/" : rest;
  const kind = PUBLIC_PATHS.find((one) => one.path.test(own));
  if (!kind || (language !== undefined && !kind.speaks)) return undefined;
  const isOther = kind.query?.test(query) && query.length <= LENGTH_MAX;
  const key = `${language === undefined ? "" : `/${language}`}${own}${isOther ? `?${query}` : ""}`;
  return { key, kind, ...(language === undefined ? {} : { language }) };
}

/** The page that everybody asks for. */
export const FIRST_PAGE: Asked = { key: "/", kind: PUBLIC_PATHS[0] as PublicPath };
