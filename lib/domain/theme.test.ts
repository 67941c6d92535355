import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { contrast, hexOf, mixed, nearest, readableOn, rgbOf } from "./colour.ts";
import { OWN_THEME, OWN_TOKENS, type Theme, themeCss, themeFaults } from "./theme.ts";

const themed = (change: Partial<Theme>): Theme => ({ ...OWN_THEME, ...change });

it("knows contrast as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
  expect(mixed("#ff0000", 0.5, "#000000")).toBe("#800000");
  expect(hexOf(rgbOf("#1a7f4b"))).toBe("#1a7f4b");
  expect([readableOn("#ffee00"), readableOn("#003366")]).toEqual(["#000000", "#ffffff"]);
});

it("gives the nearest colour that passes, and none where there is none", () => {
  const passes = (hex: string) => contrast(hex, "#ffffff") >= 4.5;
  const grey = nearest("#999999", passes) as string;
  expect(passes(grey)).toBe(true);
  expect(contrast(grey, "#ffffff")).toBeLessThan(4.6);
  expect(nearest("#999999", () => false)).toBeNull();
});

it("has Pulsepage's own colours pass, and says the same of them as the stylesheet", () => {
  expect(themeFaults(OWN_THEME)).toEqual([]);
  const css = readFileSync("app/(public)/page.css", "utf8");
  const [light = "", dark = ""] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, rules]) => rules);
  for (const [mode, rules] of [
    ["light", light],
    ["dark", dark],
  ] as const) {
    const said = Object.fromEntries(
      [...rules.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]),
    );
    expect(said).toEqual({ ...OWN_TOKENS[mode], ...(mode === "light" ? { card: "#fff" } : {}) });
  }
});

it.each([
  ["pale words", { text: "#aaaaaa" }, "text"],
  ["pale lesser words", { muted: "#b0b0b0" }, "muted"],
  ["a background on which the statuses drown", { background: "#8899aa" }, "background"],
  ["cards on which the statuses drown", { surface: "#888888" }, "surface"],
  ["a button nobody sees", { accent: "#f4f4f4" }, "accent"],
] as const)("refuses %s with the nearest colour that passes, which then is taken", (_, light, colour) => {
  const [fault] = themeFaults(themed({ light }));
  expect(fault).toMatchObject({ mode: "light", colour });
  expect(fault?.message).toMatch(/contrast of \d+(\.\d)?; (4\.5|3) is needed/);
  const better = /nearest that passes is (#[0-9a-f]{6})/.exec(fault?.message ?? "")?.[1] as string;
  expect(themeFaults(themed({ light: { [colour]: better } })).filter((one) => one.colour === colour)).toEqual([]);
});

it("checks dark colours against dark grounds", () => {
  expect(themeFaults(themed({ dark: { text: "#333333" } }))).toMatchObject([{ mode: "dark", colour: "text" }]);
  expect(themeFaults(themed({ dark: { background: "#000000", surface: "#0b0b0d", accent: "#7aa2ff" } }))).toEqual([]);
});

it("writes rules for what is set alone, and says in both modes what one of them changes", () => {
  expect(themeCss(OWN_THEME)).toBe("");
  expect(themeCss(themed({ light: { accent: "#003366" } }))).toBe(
    "html:root{--accent:#003366;--on-accent:#ffffff}@media(prefers-color-scheme:dark){html:root{--accent:#edeef0;--on-accent:#000000}}body{border-top:4px solid var(--accent)}",
  );
  const dark = themeCss(themed({ scheme: "dark" }));
  expect(dark).toContain("color-scheme:dark;--bg:#111213;");
  expect(dark).not.toContain("@media");
});
