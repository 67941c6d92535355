import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Copy, Document } from "./copy.ts";
import type { Asked } from "./public-paths.ts";

/** An old page is drawn anew after so long, so that the age it states stays true. */
const REDRAW_MS = 30 * SECOND;
/** Readers wait for a page this old, should the renewal be late. */
const OLD_MS = 40 * SECOND;
/** A page that could not be renewed for so long is no longer shown as the present. */
const UNCONFIRMED_MS = 60 * SECOND;
/** Clocks are set back by little steps; a larger one makes every stated age untrue. */
const CLOCK_SLACK_MS = SECOND;
/** A page nobody asked for in so long is renewed when somebody asks again. */
const IDLE_MS = 10 * MINUTE;
/** Changes in quick succession redraw the pages behind the first one only so often. */
const REDRAW_GAP_MS = SECOND;
/** What has stayed so long, and is read, is worth the best compression. */
const STEADY_MS = 10 * SECOND;

/** A public document that is remembered, and what is known of it. */
export type Page = {
  asked: Asked;
  /** The version of the store that was known before the renderer was asked: what is shown may be newer, never older. */
  version: number;
  /** When the renderer was asked. */
  drawnAt: Instant;
  now: Document;
  /** How it reads when nothing more can be confirmed; null when that was never drawn. */
  lastConfirmed: Document | null;
  /** What readers get, and which of the two documents it shows. */
  copy: Copy;
  shows: "now" | "last-confirmed";
  /** Which of the shelf's dressings the copy wears. */
  dressing: number;
  /** Whether readers may have the copy without asking whether there is a newer one. */
  isCurrent: boolean;
  /** Read from disk and not renewed since. */
  isFromDisk: boolean;
  /** Asked for since the last look. */
  wasAsked: boolean;
  askedAt: Instant;
  /** By the process's own clock. */
  triedAtMs: number;
};

/** The front page: the first to be drawn, never forgotten. */
export function isFirst(page: Page): boolean {
  return page.asked.key === "/";
}

function ageOf(page: Pick<Page, "drawnAt">, now: Instant): number {
  const age = now - page.drawnAt;
  return age < -CLOCK_SLACK_MS ? Number.POSITIVE_INFINITY : age;
}

/** Whether the copy may be handed out without a look at the renderer. */
export function isCurrent(page: Page, version: number, now: Instant): boolean {
  return !page.isFromDisk && page.version === version && ageOf(page, now) < OLD_MS;
}

/** Whether the page must read as last confirmed: it was not renewed in a minute, or only ever read from disk. */
export function isUnconfirmed(page: Pick<Page, "drawnAt" | "isFromDisk">, now: Instant): boolean {
  return page.isFromDisk || ageOf(page, now) > UNCONFIRMED_MS;
}

/** Whether the page is to be drawn anew although nobody waits for it. */
export function isDue(page: Page, version: number, now: Instant): boolean {
  if (!isFirst(page) && now - page.askedAt > IDLE_MS) return false;
  if (page.version !== version || page.isFromDisk) return mayRedraw(page);
  return ageOf(page, now) >= REDRAW_MS;
}

/** Whether enough time has passed since it was last drawn. */
export function mayRedraw(page: Page): boolean {
  return isFirst(page) || performance.now() - page.triedAtMs >= REDRAW_GAP_MS;
}

/** Whether somebody reads a copy that has stayed for a while and could be smaller. */
export function isPolishable(page: Page, now: Instant): boolean {
  return !page.copy.isPolished && ageOf(page, now) >= STEADY_MS && page.askedAt > page.drawnAt;
}

/** The document that readers see. */
export function shownDocument(page: Pick<Page, "now" | "lastConfirmed" | "shows">): Document {
  return page.shows === "now" ? page.now : (page.lastConfirmed ?? page.now);
}

/** The front page before all others, then what was asked for last, then what was drawn last. */
export function byUrgency(a: Page, b: Page): number {
  return Number(isFirst(b)) - Number(isFirst(a)) || b.askedAt - a.askedAt || b.triedAtMs - a.triedAtMs;
}
