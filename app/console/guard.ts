import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { currentActor } from "#lib/access/sessions.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { describeThrown } from "#lib/log.ts";
import { type Runtime, runtime } from "#lib/runtime.ts";
import { consoleMark } from "./console-mark.ts";
import { readForm } from "./read-form.ts";
import { isSameOrigin } from "./same-origin.ts";

/** What an action works with. */
export type Asked = { runtime: Runtime; headers: Headers; now: Instant };
/** What was typed, to be given back with changes, and the files that were chosen. */
export type Typed = { values: Readonly<Record<string, string>>; files: Readonly<Record<string, File>> };
export type AskedByOperator = Asked & { actor: Actor };

/** What an action answers: what to say and what the form holds from now on. Nothing: as it was sent. */
export type Answer = Partial<Omit<FormState, "turn">>;

type Work<Input, By> = (input: Input, by: By & Typed) => Promise<Answer | undefined>;
type Action = (before: FormState, form: FormData) => Promise<FormState>;

/**
 * Who is signed in, for a page. Anybody else is sent to sign in and comes back to `path`.
 * Every page and every action asks by itself: nothing before them does (reliability.md §4).
 */
export async function requireOperator(path: string): Promise<AskedByOperator> {
  const [asked] = await Promise.all([ask(), consoleMark()]);
  const actor = await currentActor(asked.runtime, asked.headers, asked.now);
  if (!actor) redirect(`/console/sign-in?next=${encodeURIComponent(path)}`);
  return { ...asked, actor };
}

/** A form's action for signed-in operators. Refusals come back as words beside the form, which keeps all that was typed. */
export function operatorAction<Schema extends z.ZodType>(
  schema: Schema,
  work: Work<z.infer<Schema>, AskedByOperator>,
): Action {
  return guarded(schema, async (asked) => ({ ...asked, actor: await signedIn(asked) }), work);
}

/** The same for forms that are there before anybody is signed in. */
export function openAction<Schema extends z.ZodType>(schema: Schema, work: Work<z.infer<Schema>, Asked>): Action {
  return guarded(schema, async (asked) => asked, work);
}

/** A question of a page's script on behalf of a signed-in operator. @returns null when it is refused. */
export async function operatorQuestion<T>(work: (by: AskedByOperator) => Promise<T>): Promise<T | null> {
  const asked = await ask();
  if (!isSameOrigin(asked.headers, asked.runtime.config.publicUrl)) return null;
  const actor = await currentActor(asked.runtime, asked.headers, asked.now);
  return actor ? work({ ...asked, actor }) : null;
}

function guarded<Schema extends z.ZodType, By>(
  schema: Schema,
  admit: (asked: Asked) => Promise<By>,
  work: Work<z.infer<Schema>, By>,
): Action {
  return async (before, form) => {
    const { input, values, files } = readForm(form);
    const turn = (Number.isSafeInteger(before?.turn) ? before.turn : 0) + 1;
    const state = { ...UNSENT, turn, values };
    try {
      const asked = await ask();
      if (!isSameOrigin(asked.headers, asked.runtime.config.publicUrl)) throw foreign(asked.runtime.config.publicUrl);
      const by = await admit(asked);
      const parsed = schema.safeParse(input);
      if (!parsed.success) return { ...state, ...faults(parsed.error) };
      return { ...state, ...(await work(parsed.data, { ...by, values, files })) };
    } catch (error) {
      unstable_rethrow(error);
      return { ...state, ...refusal(error) };
    }
  };
}

async function ask(): Promise<Asked> {
  return { runtime: runtime(), headers: new Headers(await headers()), now: Date.now() };
}

async function signedIn(asked: Asked): Promise<Actor> {
  const actor = await currentActor(asked.runtime, asked.headers, asked.now);
  if (actor) return actor;
  throw new DomainError(
    "unauthorized",
    "You are signed out. Sign in in another tab, then press the button again: what you typed stays here.",
  );
}

function foreign(publicUrl: string): DomainError {
  return new DomainError("forbidden", `This form works at ${publicUrl} only. Open the console there.`);
}

function faults(error: z.ZodError): Answer {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues) errors[String(path[0] ?? "form")] ??= message;
  return { message: "Please look at the marked fields.", errors };
}

function refusal(error: unknown): Answer {
  if (error instanceof DomainError) {
    // Somebody else was faster: the page around the form shows what they posted.
    if (error.code === "conflict") refresh();
    const errors = Object.fromEntries(
      error.fields.map(({ path, message }) => [path.startsWith("components") ? "components" : path, message]),
    );
    return { message: error.message, errors };
  }
  const reference = newId();
  runtime().log.error({ err: describeThrown(error), reference }, "An action of the console failed");
  return {
    message: `That did not work, and the fault is ours. What you typed is kept: look whether it was posted, then try again. Reference ${reference}.`,
  };
}
