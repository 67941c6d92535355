import { DomainError } from "./errors.ts";

export const TITLE_MAX = 200;
export const BODY_MAX = 20_000;

// Bidirectional controls and the byte order mark can make a text read as another.
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/g;
// Neither space nor control, nor one of the letters that are drawn as nothing (Hangul fillers, empty Braille).
const VISIBLE = /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** One line of 1 to 200 characters, without control characters. @throws {DomainError} `invalid`. */
export function cleanTitle(text: string): string {
  const title = cleaned(text.replace(/\s+/g, " ")).replace(/\s+/g, " ").trim();
  if (!VISIBLE.test(title)) throw wrong("title", "Give it a title: what do your users notice?");
  if (title.length > TITLE_MAX)
    throw wrong("title", `The title has ${title.length} characters; at most ${TITLE_MAX} fit.`);
  return title;
}

/** Text of 1 to 20,000 characters that keeps its lines. @throws {DomainError} `invalid`. */
export function cleanBody(text: string): string {
  const body = cleaned(text).trim();
  if (!VISIBLE.test(body)) throw wrong("body", "Say what is known so far.");
  if (body.length > BODY_MAX)
    throw wrong("body", `The message has ${body.length} characters; at most ${BODY_MAX} fit.`);
  return body;
}

function cleaned(text: string): string {
  return text.toWellFormed().replace(LINE_BREAKS, "\n").replace(BIDI, "").replace(CONTROLS, "");
}

function wrong(path: string, message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path, message }] });
}

const SLUG_MAX = 80;

/** "Task orchestration" → "task-orchestration"; empty when nothing of it can be kept. */
export function slugify(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßæœøłđð]/g, (letter) => LETTERS[letter] as string)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, SLUG_MAX)
    .replace(/-$/, "");
}

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d" };

/** Whether it can stand in an address as it is: small letters, digits and single hyphens between them, at most 80. */
export function isSlug(text: string): boolean {
  return text.length <= SLUG_MAX && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
