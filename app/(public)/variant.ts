import { headers } from "next/headers";

/** Whether the page is to be drawn as the present, or as it reads once our records are out of reach (lib/front). */
export async function isCurrent(): Promise<boolean> {
  return (await headers()).get("x-pulsepage-variant") !== "last-confirmed";
}

/** The language that the address asks for; null: the page's own. Only the front can say it. */
export async function askedLanguage(): Promise<string | null> {
  return (await headers()).get("x-pulsepage-language");
}
