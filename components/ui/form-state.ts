import type { Block } from "#lib/domain/markdown.ts";

/** What a form is told after it was sent, and what it draws itself from. Plain data: it travels through the browser. */
export type FormState = {
  /** Grows with every answer. */
  turn: number;
  /** What is to be said of the whole form; null when there is nothing. */
  message: string | null;
  /** What is wrong, by field name. */
  errors: Readonly<Record<string, string>>;
  /** What was typed, by field name: it is put back where it was. Passwords are not in it. */
  values: Readonly<Record<string, string>>;
  /** How the message will look, whom it will reach, and what else to know before it goes; null while nobody asked. */
  preview: { blocks: readonly Block[]; recipients: string; notes?: readonly string[] } | null;
  /** How it will read elsewhere, place by place; null while nobody asked. */
  samples: readonly { name: string; text: string }[] | null;
};

/** A form nobody has sent yet. */
export const UNSENT: FormState = { turn: 0, message: null, errors: {}, values: {}, preview: null, samples: null };
