import { contrast, mixed, nearest, readableOn } from "./colour.ts";

export const SCHEMES = ["auto", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];
export type Mode = "light" | "dark";

/** The colours that a page may set, and what each is for. */
export const THEME_COLOURS = {
  background: "behind everything",
  surface: "behind cards",
  text: "words",
  muted: "words of less weight",
  line: "borders",
  accent: "the main button and the line on top",
} as const;
export type ThemeColour = keyof typeof THEME_COLOURS;
export type Palette = Partial<Record<ThemeColour, string>>;

/** How a page looks. Colours as `#rrggbb`; one that is left out is Pulsepage's own. */
export type Theme = { scheme: Scheme; light: Palette; dark: Palette };

export const OWN_THEME: Theme = { scheme: "auto", light: {}, dark: {} };

/** Pulsepage's own colours: what `app/(public)/page.css` says, by its names. */
export const OWN_TOKENS: Record<Mode, Readonly<Record<string, string>>> = {
  light: {
    bg: "#fbfbfa",
    card: "#ffffff",
    ink: "#17181a",
    mute: "#5d6167",
    line: "#e6e6e3",
    ok: "#1a7f4b",
    "ok-bar": "#37b477",
    deg: "#8a6100",
    "deg-bar": "#e3b023",
    par: "#b04a00",
    "par-bar": "#f08a38",
    maj: "#c02026",
    "maj-bar": "#e5484d",
    mnt: "#2a5bd7",
    "mnt-bar": "#5b8def",
    unk: "#5d6167",
    "unk-bar": "#8b9098",
    tint: "8%",
  },
  dark: {
    bg: "#111213",
    card: "#18191b",
    ink: "#edeef0",
    mute: "#a0a5ad",
    line: "#2a2c2f",
    ok: "#4cc38a",
    "ok-bar": "#2f9e68",
    deg: "#e2b93b",
    "deg-bar": "#c99a1d",
    par: "#ff9a52",
    "par-bar": "#e07b2c",
    maj: "#ff7b7f",
    "maj-bar": "#e5484d",
    mnt: "#86a9ff",
    "mnt-bar": "#4f7de0",
    unk: "#a0a5ad",
    "unk-bar": "#7d828a",
    tint: "14%",
  },
};

const NAMES: Record<Exclude<ThemeColour, "accent">, string> = {
  background: "bg",
  surface: "card",
  text: "ink",
  muted: "mute",
  line: "line",
};
/** Status words, which stand on the background and on cards. */
const STATUS_WORDS = {
  ok: "Operational",
  deg: "Degraded",
  par: "Partial outage",
  maj: "Major outage",
  mnt: "Planned work",
};
const WORDS_NEED = 4.5;
const SHAPES_NEED = 3;

/** A colour that would be hard to read, and what is to be done about it. */
export type ThemeFault = { mode: Mode; colour: ThemeColour; message: string };

/** What in the theme falls short of WCAG 2.2 AA, each with the nearest colour that does not; empty when all is well. */
export function themeFaults(theme: Theme): ThemeFault[] {
  return (["light", "dark"] as const).flatMap((mode) => faultsOf(mode, theme[mode]));
}

/** Every colour of a mode, the page's own where it says nothing. */
export function paletteOf(mode: Mode, given: Palette): Record<ThemeColour, string> {
  const own = OWN_TOKENS[mode];
  const colour = (name: keyof typeof NAMES) => given[name] ?? (own[NAMES[name]] as string);
  const text = colour("text");
  return {
    background: colour("background"),
    surface: colour("surface"),
    text,
    muted: colour("muted"),
    line: colour("line"),
    accent: given.accent ?? text,
  };
}

type Pair = { colour: string; needs: number; what: string };

function faultsOf(mode: Mode, given: Palette): ThemeFault[] {
  const all = paletteOf(mode, given);
  const own = OWN_TOKENS[mode];
  const statuses = Object.entries(STATUS_WORDS).map(([token, word]) => ({ word, colour: own[token] as string }));
  const words: Pair[] = statuses.map(({ word, colour }) => ({
    colour,
    needs: WORDS_NEED,
    what: `the words “${word}”`,
  }));
  const tints = statuses.map(({ colour }) => mixed(colour, Number.parseInt(own.tint as string, 10) / 100, all.surface));
  const grounds: Pair[] = [
    { colour: all.background, needs: WORDS_NEED, what: "the background" },
    { colour: all.surface, needs: WORDS_NEED, what: "cards" },
    ...tints.map((colour) => ({ colour, needs: WORDS_NEED, what: "the box with the state" })),
  ];
  const shapes = grounds.slice(0, 2).map((ground) => ({ ...ground, needs: SHAPES_NEED }));
  const faults: ThemeFault[] = [];
  const check = (colour: ThemeColour, against: readonly Pair[]) => {
    const message = given[colour] === undefined && faults.length > 0 ? null : faultOf(all[colour], colour, against);
    if (message !== null) faults.push({ mode, colour, message });
  };
  check("background", words);
  check("surface", words);
  check("text", grounds);
  check("muted", grounds);
  check("accent", shapes);
  return faults;
}

function faultOf(hex: string, name: ThemeColour, against: readonly Pair[]): string | null {
  const passes = (colour: string) => against.every((pair) => contrast(colour, pair.colour) >= pair.needs);
  if (passes(hex)) return null;
  const worst = against
    .map((pair) => ({ ...pair, ratio: contrast(hex, pair.colour) }))
    .filter(({ ratio, needs }) => ratio < needs)
    .reduce((least, one) => (one.ratio < least.ratio ? one : least));
  const better = nearest(hex, passes);
  const advice = better === null ? "Change the other of the two." : `The nearest that passes is ${better}.`;
  const ratio = Math.floor(worst.ratio * 10) / 10;
  return `The ${name} ${hex} and ${worst.what} (${worst.colour}) have a contrast of ${ratio}; ${worst.needs} is needed to be read by everyone. ${advice}`;
}

/** The rules that make a page look so, to stand anywhere in it; empty for Pulsepage's own look. Holds nothing that was typed but checked colours. */
export function themeCss(theme: Theme): string {
  const { scheme } = theme;
  if (scheme !== "auto") {
    const all = { ...OWN_TOKENS[scheme], ...tokensOf(scheme, theme[scheme], theme[scheme]) };
    return `html:root{color-scheme:${scheme};${written(all)}}${topLine(theme[scheme])}`;
  }
  const set = { ...theme.light, ...theme.dark };
  if (Object.keys(set).length === 0) return "";
  const light = written(tokensOf("light", theme.light, set));
  const dark = written(tokensOf("dark", theme.dark, set));
  return `html:root{${light}}@media(prefers-color-scheme:dark){html:root{${dark}}}${topLine(set)}`;
}

/** The tokens of the colours named in `wanted`: what one mode changes, the other must say too. */
function tokensOf(mode: Mode, given: Palette, wanted: Palette): Record<string, string> {
  const all = paletteOf(mode, given);
  const tokens: Record<string, string> = {};
  for (const [name, token] of Object.entries(NAMES))
    if (wanted[name as ThemeColour] !== undefined) tokens[token] = all[name as ThemeColour];
  if (wanted.accent !== undefined) {
    tokens.accent = all.accent;
    tokens["on-accent"] = readableOn(all.accent);
  }
  return tokens;
}

function written(tokens: Readonly<Record<string, string>>): string {
  return Object.entries(tokens)
    .map(([token, value]) => `--${token}:${value}`)
    .join(";");
}

function topLine({ accent }: Palette): string {
  return accent === undefined ? "" : "body{border-top:4px solid var(--accent)}";
}
