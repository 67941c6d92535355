import { DomainError } from "./errors.ts";
import type { Instant } from "./instant.ts";
import { cleanBody } from "./text.ts";

/** What an announcement is about: it tells which colours and which sign it has. */
export const ANNOUNCEMENT_TONES = ["information", "operational", "warning", "outage"] as const;
export type AnnouncementTone = (typeof ANNOUNCEMENT_TONES)[number];

/** In characters. */
export const ANNOUNCEMENT_MAX = 1_000;

/** Words on top of every page, for a time. */
export type Announcement = {
  /** Markdown. */
  text: string;
  tone: AnnouncementTone;
  /** Null: from now on. */
  from: Instant | null;
  /** Null: until somebody takes it away. */
  until: Instant | null;
};

/** @throws {DomainError} `invalid`. */
export function checkAnnouncement(given: Announcement): Announcement {
  const text = cleanBody(given.text);
  if (text.length > ANNOUNCEMENT_MAX)
    throw wrong("text", `The announcement has ${text.length} characters; at most ${ANNOUNCEMENT_MAX} fit.`);
  if (given.from !== null && given.until !== null && given.until <= given.from)
    throw wrong("until", "It must end after it begins.");
  return { ...given, text };
}

/** Whether readers see it. */
export function isShown({ from, until }: Announcement, now: Instant): boolean {
  return (from === null || from <= now) && (until === null || now < until);
}

function wrong(path: string, message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path, message }] });
}
