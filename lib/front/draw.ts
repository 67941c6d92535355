import { describeThrown, type Log } from "#lib/log.ts";
import { isPicture, type Variant, type WebAnswer } from "./ask-web.ts";
import type { Document } from "./copy.ts";
import { dropFrameworkScripts, UnfinishedDocument } from "./plain-document.ts";
import type { Asked } from "./public-paths.ts";
import { Stylesheets, withoutCustomStyle } from "./stylesheets.ts";

/** What the renderer made of an address. */
export type Drawing =
  /** `lastConfirmed`: how it reads when nothing more can be confirmed; null when that could not be drawn. */
  | { outcome: "drawn"; now: Document; lastConfirmed: Document | null }
  /** There is no such page; null: it says so only by script, as Next does where `notFound` was called. */
  | { outcome: "missing"; document: Document | null }
  /** It answered, but with nothing that can be kept, such as a redirect or a page that needs the framework's scripts. */
  | { outcome: "unkept"; reason: string };

/** Draws the page of an address. Rejects when the renderer cannot be reached or fails. */
export type Draw = (asked: Asked) => Promise<Drawing>;

/**
 * How pages are drawn: the renderer is asked for each as it is, and as it reads when nothing more can be confirmed; both
 * are cleaned.
 */
export function drawWith(
  ask: (path: string, variant: Variant, language?: string) => Promise<WebAnswer>,
  log: Log,
): Draw {
  const stylesheets = new Stylesheets(async (href) => {
    const answer = await ask(href, "now");
    if (answer.status !== 200) throw new Error(`The renderer answered ${answer.status} for a stylesheet.`);
    return answer.text;
  });

  const clean = async (answer: WebAnswer, { key, kind }: Asked): Promise<Document> => {
    if (isPicture(answer.mediaType)) return { mode: "bytes", mediaType: answer.mediaType, text: answer.text };
    if (!isOf(answer, "text/html")) return { mode: "raw", mediaType: answer.mediaType, text: answer.text };
    const whole = dropFrameworkScripts(answer.text);
    const text = await stylesheets.inline(
      kind.mode === "plain" && key.endsWith("?plain") ? withoutCustomStyle(whole) : whole,
    );
    return { mode: "plain", mediaType: answer.mediaType, text };
  };

  const lastConfirmed = async (asked: Asked): Promise<Document | null> => {
    const { key, kind } = asked;
    if (kind.saysWhen) return null;
    try {
      const answer = await ask(addressOf(asked), "last-confirmed", asked.language);
      if (answer.status !== 200 || !isOf(answer, kind.mediaType)) throw new Error(`It answered ${answer.status}.`);
      return await clean(answer, asked);
    } catch (error) {
      log.warn({ path: key, err: describeThrown(error) }, "A page's last-confirmed reading could not be drawn.");
      return null;
    }
  };

  return async (asked) => {
    const answer = await ask(addressOf(asked), "now", asked.language);
    if (answer.status >= 500) throw new Error(`The renderer answered ${answer.status}.`);
    try {
      if (answer.status === 404 || answer.status === 410)
        return { outcome: "missing", document: await clean(answer, asked) };
      if (answer.status !== 200 || !isOf(answer, asked.kind.mediaType))
        return { outcome: "unkept", reason: `The renderer answered ${answer.status} as ${answer.mediaType}.` };
      const now = await clean(answer, asked);
      return { outcome: "drawn", now, lastConfirmed: await lastConfirmed(asked) };
    } catch (error) {
      if (!(error instanceof UnfinishedDocument)) throw error;
      if (answer.status !== 200) return { outcome: "missing", document: null };
      return { outcome: "unkept", reason: error.message };
    }
  };
}

/** Where the renderer has it. */
function addressOf({ key, kind, language }: Asked): string {
  return `${kind.inside ?? ""}${language === undefined ? key : key.slice(1 + language.length)}`;
}

function isOf(answer: WebAnswer, mediaType: string): boolean {
  return answer.mediaType.split(";", 1)[0]?.trim().toLowerCase() === mediaType;
}
