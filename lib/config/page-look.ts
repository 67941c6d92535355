import { z } from "zod";
import { ANNOUNCEMENT_MAX, ANNOUNCEMENT_TONES } from "#lib/domain/announcement.ts";
import { cleanHex } from "#lib/domain/colour.ts";
import { CSS_MAX, checkCss } from "#lib/domain/custom-css.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { LANGUAGES } from "#lib/domain/language.ts";
import { LOGO_BYTES_MAX, readLogo } from "#lib/domain/logo.ts";
import { SCHEMES, THEME_COLOURS, type ThemeColour, themeFaults } from "#lib/domain/theme.ts";
import { isNetwork } from "#lib/http/client-address.ts";

const colour = z.string().transform((text, context) => {
  const hex = cleanHex(text);
  if (hex !== null) return hex;
  context.addIssue({ code: "custom", message: "must be a colour such as #1a7f4b" });
  return z.NEVER;
});
const names = Object.keys(THEME_COLOURS) as ThemeColour[];
const palette = z
  .strictObject(
    Object.fromEntries(names.map((one) => [one, colour.optional()])) as Record<
      ThemeColour,
      z.ZodOptional<typeof colour>
    >,
  )
  .default({})
  .transform(
    (given) => Object.fromEntries(Object.entries(given).filter(([, hex]) => hex !== undefined)) as typeof given,
  );

const theme = z
  .strictObject({ scheme: z.enum(SCHEMES).default("auto"), light: palette, dark: palette })
  .superRefine((given, context) => {
    for (const { mode, colour: name, message } of themeFaults(given as Parameters<typeof themeFaults>[0]))
      context.addIssue({
        code: "custom",
        path: [mode, name],
        message: `is hard to read: ${message.replace(/\.$/, "")}`,
      });
  });

const css = z.string().max(CSS_MAX).superRefine(said(checkCss));

const logo = z
  .string()
  .max(LOGO_BYTES_MAX * 2)
  .regex(
    /^data:image\/[\w.+-]+;base64,[A-Za-z0-9+/=\s]+$/,
    "must be a picture as data:image/svg+xml;base64,… (or png, jpeg, webp)",
  )
  .transform((text) => new Uint8Array(Buffer.from(text.slice(text.indexOf(",") + 1), "base64")))
  .superRefine(said(readLogo));

const moment = z.iso
  .datetime({ offset: true, message: "must be a time such as 2026-12-24T18:00:00Z" })
  .transform((text) => Date.parse(text));

const announcement = z
  .strictObject({
    text: z.string().trim().min(1, "must not be empty").max(ANNOUNCEMENT_MAX),
    tone: z.enum(ANNOUNCEMENT_TONES).default("information"),
    from: moment.optional(),
    until: moment.optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
    path: ["until"],
    message: "must be after from",
  });

const domain = z
  .string()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, "must be a host name such as status.example.org");
const network = z.string().refine(isNetwork, "must be an address or network such as 10.0.0.0/8");

const language = z.enum(Object.keys(LANGUAGES), `must be one of ${Object.keys(LANGUAGES).join(", ")}`);

const access = z.strictObject({
  private: z.boolean(),
  password: z.string().min(8, "must have at least 8 characters").max(200).optional(),
  networks: z.array(network).max(200).default([]),
});

/** How the page looks and who may read it, as status.yaml says it under `page:`. */
export const pageLook = {
  theme: theme.optional(),
  css: css.optional(),
  /** The picture itself, so that the file can be applied from anywhere. */
  logo: logo.optional(),
  announcement: announcement.optional(),
  /** Other host names that lead to PUBLIC_URL. */
  domains: z.array(domain).max(20).optional(),
  access: access.optional(),
  /** What the page speaks by itself, and further languages that it can be read in. */
  language: language.optional(),
  languages: z.array(language).max(20).optional(),
};

/** A rule of the domain as a rule of the file: what it refuses is said where it stands. */
function said<T>(check: (given: T) => unknown) {
  return (given: T, context: z.RefinementCtx): void => {
    try {
      check(given);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      context.addIssue({ code: "custom", message: `is refused: ${error.message.replace(/\.$/, "")}` });
    }
  };
}
