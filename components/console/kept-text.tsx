"use client";

import { type RefObject, useEffect, useState } from "react";

/**
 * Keeps what is typed into a form for as long as the tab lives: a failed request,
 * a closed laptop or a wrong click lose nothing.
 *
 * @param key names the form; ForgetText ends the keeping once it was posted.
 * @returns whether something was put back, and what throws it away.
 */
export function useKeptText(form: RefObject<HTMLFormElement | null>, key: string): [boolean, () => void] {
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const kept = read(key);
    if (kept) {
      fill(element, kept);
      setRestored(true);
    }
    const keep = () => write(key, element);
    element.addEventListener("input", keep);
    return () => element.removeEventListener("input", keep);
  }, [form, key]);
  const startOver = () => {
    forget(key);
    window.location.reload();
  };
  return [isRestored, startOver];
}

/**
 * Throws away what was kept of these forms (names without spaces, space between): one of them was posted.
 * Stands before the forms it speaks of. `posted` names what was posted: what is typed after it is kept again.
 */
export function ForgetText({ names, posted }: { names: string; posted: string }) {
  useEffect(() => {
    if (read("posted")?.posted === posted) return;
    for (const name of names.split(" ")) forget(name);
    put("posted", { posted });
  }, [names, posted]);
  return null;
}

function read(key: string): Record<string, string> | null {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(key)) ?? "null");
  } catch {
    // Storage is switched off, or somebody else wrote there: then nothing was kept.
    return null;
  }
}

function write(key: string, form: HTMLFormElement): void {
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  put(key, Object.fromEntries(typed));
}

function put(key: string, value: Readonly<Record<string, FormDataEntryValue>>): void {
  try {
    sessionStorage.setItem(storageKey(key), JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the form itself still holds the text.
  }
}

function forget(key: string): void {
  try {
    sessionStorage.removeItem(storageKey(key));
  } catch {
    // Storage is switched off: nothing was kept.
  }
}

const storageKey = (key: string) => `pulsepage:form:${key}`;

function fill(form: HTMLFormElement, kept: Readonly<Record<string, string>>): void {
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && element.type === "hidden") continue;
    if (element instanceof HTMLInputElement && (element.type === "checkbox" || element.type === "radio")) {
      element.checked = kept[element.name] === element.value;
    } else if (
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement
    ) {
      const value = kept[element.name];
      if (value !== undefined) element.value = value;
    }
  }
}
