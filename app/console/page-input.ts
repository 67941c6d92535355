import { z } from "zod";
import { cleanHex } from "#lib/domain/colour.ts";
import { LANGUAGES } from "#lib/domain/language.ts";
import {
  type Mode,
  type Palette,
  type Scheme,
  THEME_COLOURS,
  type Theme,
  type ThemeColour,
} from "#lib/domain/theme.ts";

const NAMES = Object.keys(THEME_COLOURS) as ThemeColour[];

/** A colour, or nothing: then it is Pulsepage's own. */
const colour = z
  .string()
  .max(100)
  .default("")
  .refine((text) => text.trim() === "" || cleanHex(text) !== null, "Write a colour as #1a7f4b.");

/** `light_background` and its like. */
export const colourFields = Object.fromEntries(
  (["light", "dark"] as const).flatMap((mode) => NAMES.map((name) => [`${mode}_${name}`, colour] as const)),
) as Record<`${Mode}_${ThemeColour}`, typeof colour>;

/** The theme that a form holds; its colours are ones. */
export function themeOf(input: { scheme: Scheme } & Record<`${Mode}_${ThemeColour}`, string>): Theme {
  const palette = (mode: Mode): Palette => {
    const given = NAMES.map((name) => [name, cleanHex(input[`${mode}_${name}`])] as const);
    return Object.fromEntries(given.filter(([, hex]) => hex !== null));
  };
  return { scheme: input.scheme, light: palette("light"), dark: palette("dark") };
}

/** A tick for each language, `in_de` and its like. */
export const languageFields = Object.fromEntries(
  Object.keys(LANGUAGES).map((language) => [`in_${language}`, z.literal("on").optional()]),
);

/** One a line; `#` begins a note. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
}
