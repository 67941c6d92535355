import { ar } from "./pages/ar.ts";
import { de } from "./pages/de.ts";
import { en } from "./pages/en.ts";
import { es } from "./pages/es.ts";
import { fr } from "./pages/fr.ts";
import { hi } from "./pages/hi.ts";
import { ja } from "./pages/ja.ts";
import { ko } from "./pages/ko.ts";
import { pt } from "./pages/pt.ts";
import { ru } from "./pages/ru.ts";
import { tr } from "./pages/tr.ts";
import { zh } from "./pages/zh.ts";

/** What can be said, by its name. */
export type Key = keyof typeof en;
/** Everything in one language: a missing name does not compile. */
export type Dictionary = Readonly<Record<Key, string>>;

/** Every language there are words in. */
export const DICTIONARIES: Readonly<Record<string, Dictionary>> = { en, de, fr, es, pt, ja, zh, ko, ru, tr, hi, ar };
