/** One answer of the page, as it is put somewhere else. */
export type SiteFile = { path: string; mediaType: string; cacheControl: string; bytes: Buffer };

/** Where a copy of the site is kept. */
export type Target = {
  /** For people: names no secret. */
  name: string;
  /** The paths that an earlier export has put there; null when there was none. */
  known(): Promise<string[] | null>;
  put(file: SiteFile): Promise<void>;
  remove(path: string): Promise<void>;
  /** Writes down what is there now. */
  note(paths: readonly string[]): Promise<void>;
};

/** What an export writes down beside the site. */
export const NOTE = ".pulsepage-export.json";

export function isPage(mediaType: string): boolean {
  return mediaType.startsWith("text/html");
}
