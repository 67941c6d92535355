import { DEEDS, PLACES } from "./places.ts";

/**
 * What a key leads to. `go`: an address. `press`: the element of the page that names the key in `aria-keyshortcuts`.
 * There is no key without something to click (features.md §6.5).
 */
export type Shortcut =
  | { kind: "go"; href: string }
  | { kind: "press"; key: string }
  | { kind: "move"; by: 1 | -1 }
  | { kind: "search" }
  | { kind: "help" };

/** The keys by what they are for, as the overlay lists them. */
export const KEYMAP: readonly { title: string; keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["Ctrl K", "Search and do anything"],
      ["/", "Search"],
      ["n", "Report an incident"],
      ["m", "Plan work"],
      ["?", "Show these keys"],
      ["Esc", "Close; what you typed stays"],
    ],
  },
  {
    title: "Now and lists",
    keys: [
      ["Enter", "Now: open the draft that is ready"],
      ["j", "Next in the list"],
      ["k", "Previous in the list"],
    ],
  },
  {
    title: "An incident",
    keys: [
      ["u", "Write an update"],
      ["r", "Resolve"],
      ["e", "Expected resolution"],
      ["Space", "On a component: the next impact"],
      ["p", "Preview"],
      ["Ctrl Enter", "Post"],
      ["Ctrl Shift Enter", "Post without notifying"],
    ],
  },
  { title: "Go to", keys: PLACES.map((place) => [`g ${place.go}`, place.label] as const) },
];

const PRESSED = new Set(["u", "r", "e", "p"]);

/** What a single key means; `after` is the key before it, if that was a g. Null: nothing of ours. */
export function shortcutOf(key: string, after: string | null): Shortcut | null {
  if (after === "g") {
    const place = PLACES.find((one) => one.go === key);
    return place ? { kind: "go", href: place.href } : null;
  }
  const deed = DEEDS.find((one) => one.keys === key);
  if (deed) return { kind: "go", href: deed.href };
  if (key === "j" || key === "k") return { kind: "move", by: key === "j" ? 1 : -1 };
  if (key === "/") return { kind: "search" };
  if (key === "?") return { kind: "help" };
  return PRESSED.has(key) ? { kind: "press", key } : null;
}
