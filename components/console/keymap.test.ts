import { expect, it } from "vitest";
import { KEYMAP, shortcutOf } from "./keymap.ts";
import { PLACES } from "./places.ts";

it("gives every screen a key of its own, and every single key of the list a meaning", () => {
  expect(new Set(PLACES.map((place) => place.go)).size).toBe(PLACES.length);
  for (const place of PLACES) expect(shortcutOf(place.go, "g")).toEqual({ kind: "go", href: place.href });
  const singles = KEYMAP.flatMap(({ keys }) => keys.map(([name]) => name)).filter((name) => name.length === 1);
  expect(singles.length).toBeGreaterThan(7);
  for (const key of singles) expect(shortcutOf(key, null)).not.toBeNull();
});

it("takes no key that means nothing, and none for a place unless a g came before", () => {
  expect(shortcutOf("z", null)).toBeNull();
  expect(shortcutOf("z", "g")).toBeNull();
  expect(shortcutOf("c", null)).toBeNull();
});
