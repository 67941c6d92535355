/** One kind of public answer: which paths it has, and how the renderer's answer becomes ours. */
export type PublicPath = {
  pattern: RegExp;
  /** `page`: a document without the framework's scripts. `raw`: bytes as they are. */
  mode: "page" | "raw";
};

const ID = "[a-z0-9]{12}";

/** What readers may ask for from memory. Everything else is passed on. */
const PUBLIC_PATHS: readonly PublicPath[] = [
  { pattern: /^\/$/, mode: "page" },
  { pattern: new RegExp(`^/incidents/${ID}$`), mode: "page" },
  { pattern: new RegExp(`^/maintenance/${ID}$`), mode: "page" },
];

export function publicPath(path: string): PublicPath | undefined {
  return PUBLIC_PATHS.find((one) => one.pattern.test(path));
}
