"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { shortcutOf } from "./keymap.ts";
import { KeysOverlay } from "./keys-overlay.tsx";
import { Key } from "./overlay.tsx";
import { Palette, type PaletteGroup } from "./palette.tsx";
import { cycle, isField, moveRow, postForm, postingForm, press } from "./pressing.ts";

const SWITCH = "pulsepage:single-keys";
/** A letter that comes later than this after a g is a letter of its own. */
const SEQUENCE_MS = 1_500;

/** What a keyboard is for in the console: search, keys, and the buttons for both. There once scripts run. */
export function ShellTools({ search }: { search: () => Promise<readonly PaletteGroup[] | null> }) {
  const router = useRouter();
  const [shown, setShown] = useState<"palette" | "keys" | null>(null);
  const [singles, setSingles] = useSwitch();
  const [isReady, setReady] = useState(false);
  const before = useRef({ key: "", at: 0 });
  useEffect(() => {
    const single = (key: string): boolean => {
      const { key: last, at } = before.current;
      const after = last === "g" && performance.now() - at < SEQUENCE_MS ? "g" : null;
      before.current = { key: after === null ? key : "", at: performance.now() };
      const shortcut = shortcutOf(key, after);
      if (shortcut === null) return false;
      if (shortcut.kind === "press") return press(shortcut.key);
      if (shortcut.kind === "go") router.push(shortcut.href);
      if (shortcut.kind === "move") moveRow(shortcut.by);
      if (shortcut.kind === "help") setShown("keys");
      if (shortcut.kind === "search" && !press("/")) setShown("palette");
      return true;
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (handles(event, single, singles, () => setShown("palette"))) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    // Shown once keys are heard, not before.
    setReady(true);
    return () => document.removeEventListener("keydown", pressed);
  }, [router, singles]);
  return (
    <div className={`flex gap-1.5 md:mb-4 md:grid md:px-0.5 ${isReady ? "" : "invisible"}`}>
      <button type="button" onClick={() => setShown("palette")} aria-keyshortcuts="Control+K" className={TOOL}>
        Search
        <span className="max-md:hidden">
          <Key>Ctrl K</Key>
        </span>
      </button>
      <button type="button" onClick={() => setShown("keys")} className={`${TOOL} max-md:hidden`}>
        Keys <Key>?</Key>
      </button>
      <Palette open={shown === "palette"} onOpenChange={(open) => setShown(open ? "palette" : null)} search={search} />
      <KeysOverlay
        open={shown === "keys"}
        onOpenChange={(open) => setShown(open ? "keys" : null)}
        singles={singles}
        onSingles={setSingles}
      />
    </div>
  );
}

const TOOL =
  "flex min-h-9 cursor-pointer items-center justify-between gap-2 rounded-lg border border-line bg-card px-2.5 py-1 text-[13.5px] text-mute";

function handles(
  event: KeyboardEvent,
  single: (key: string) => boolean,
  singles: boolean,
  search: () => void,
): boolean {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() === "k" && !event.altKey && !event.shiftKey) {
      search();
      return true;
    }
    // Inside a form its own keys have answered already.
    const form = key === "Enter" ? postingForm() : null;
    if (form) postForm(form, event.shiftKey);
    return form !== null;
  }
  if (event.altKey) return false;
  if (key === " " && target instanceof HTMLSelectElement && target.matches("[data-cycle]")) {
    cycle(target);
    return true;
  }
  if (isField(target)) return false;
  if (key === "Enter") return target === document.body && press("Enter");
  return singles && key.length === 1 && single(key);
}

/** Whether single keys are on: each browser's own choice, on until it says otherwise. */
function useSwitch(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(hearSwitch, readSwitch, () => true);
  return [on, writeSwitch];
}

function hearSwitch(heard: () => void): () => void {
  window.addEventListener("storage", heard);
  window.addEventListener(SWITCH, heard);
  return () => {
    window.removeEventListener("storage", heard);
    window.removeEventListener(SWITCH, heard);
  };
}

function readSwitch(): boolean {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // Storage is switched off: then nobody has said otherwise.
  }
}

function writeSwitch(on: boolean): void {
  try {
    localStorage.setItem(SWITCH, on ? "on" : "off");
  } catch {
    // Storage is switched off: the keys stay as they are.
  }
  window.dispatchEvent(new Event(SWITCH));
}
