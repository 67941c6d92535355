import { inflateSync } from "node:zlib";

const UNKNOWN = "unknown";
const TRACEBACK = "Traceback (most recent call last):";
/** More than any traceback that a person would read. */
const INFLATED_MAX = 256 * 1024;

/** Sentences of RQ itself that stand where a traceback would. */
const SENTENCES: readonly [RegExp, string][] = [
  [/AbandonedJobError/, "AbandonedJobError"],
  [/^Work-horse (process was )?terminated unexpectedly/, "Work-horse terminated"],
  [/^Job stopped by user/, "Stopped by a person"],
  [/^Moved to FailedJobRegistry/, "Moved to failed"],
];

/**
 * The class of the exception that a Python traceback ends with, and nothing else
 * of it: its message and its lines can hold arguments and secrets.
 */
export function pythonFailureKind(text: string): string {
  const lines = text.split(/\r?\n/);
  const begin = lines.lastIndexOf(TRACEBACK);
  if (begin < 0) return SENTENCES.find(([pattern]) => pattern.test(text))?.[1] ?? UNKNOWN;
  // Frames are indented; the message after the class may go on over lines that look like anything.
  const raised = lines.slice(begin + 1).find((line) => /^\S/.test(line)) ?? "";
  return classIn(/^([\p{L}_][\p{L}\p{N}_.]*)(?::|$)/u.exec(raised)?.[1]);
}

/** The class at the start of a JavaScript stack: "TypeError: …". */
export function javascriptFailureKind(stack: string): string {
  return classIn(/^([\p{Lu}][\p{L}\p{N}_]*)(?::|\n|$)/u.exec(stack)?.[1]);
}

/** Text that RQ keeps compressed (`exc_info`), or compressed and in base64 (results); null when it is neither. */
export function inflated(kept: Buffer): string | null {
  for (const bytes of [kept, Buffer.from(kept.toString("latin1"), "base64")]) {
    try {
      return inflateSync(bytes, { maxOutputLength: INFLATED_MAX }).toString("utf8");
    } catch {
      // Not this way.
    }
  }
  return null;
}

function classIn(name: string | undefined): string {
  return name === undefined ? UNKNOWN : (name.split(".").at(-1) as string).slice(0, 60);
}
