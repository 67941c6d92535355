import { createHash } from "node:crypto";

/** What ties a mail to its thread and to its list (compat.md §7). */
export type ThreadHeaders = { messageId: string; inReplyTo?: string; references?: string };

/**
 * The Message-ID of an update for one subscriber, the same at each attempt.
 *
 * The first message that a subscriber gets of an incident begins the thread; the later ones answer it.
 */
export function threadHeaders(
  publicUrl: string,
  of: {
    subject: "incident" | "maintenance" | "postmortem" | "digest";
    subjectId: string;
    updateId: string;
    subscriberId: string;
    isFirst: boolean;
  },
): ThreadHeaders {
  const { hostname } = new URL(publicUrl);
  const who = shortHash(of.subscriberId);
  const thread = `${of.subject === "postmortem" ? "incident" : of.subject}.${of.subjectId}`;
  const root = `<${thread}.${who}@${hostname}>`;
  if (of.isFirst) return { messageId: root };
  const messageId = `<${thread}.update.${of.updateId}.${who}@${hostname}>`;
  return { messageId, inReplyTo: root, references: root };
}

/** The Message-ID of a confirmation, the same at each attempt. */
export function confirmationId(publicUrl: string, token: string): string {
  return `<confirmation.${shortHash(token)}@${new URL(publicUrl).hostname}>`;
}

/** Marks a mail as sent by a machine: no holiday replies. */
export const AUTOMATIC = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" } as const;

/** Marks a mail as one of a list that can be left with one click (RFC 2919, 8058). */
export function listHeaders(publicUrl: string, pageName: string): Record<string, string> {
  // A name beside the list's own (RFC 2919): quoted, and of plain letters, for nothing there is decoded.
  const name = pageName.replace(/[^\x20-\x7e]|["\\]/g, "").trim();
  return {
    "List-Id": `${name === "" ? "" : `"${name} incidents" `}<incidents.${new URL(publicUrl).hostname}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    Precedence: "bulk",
  };
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
