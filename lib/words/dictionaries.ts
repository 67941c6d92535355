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
import { ar as arSubscriptions } from "./subscriptions/ar.ts";
import { de as deSubscriptions } from "./subscriptions/de.ts";
import { en as enSubscriptions } from "./subscriptions/en.ts";
import { es as esSubscriptions } from "./subscriptions/es.ts";
import { fr as frSubscriptions } from "./subscriptions/fr.ts";
import { hi as hiSubscriptions } from "./subscriptions/hi.ts";
import { ja as jaSubscriptions } from "./subscriptions/ja.ts";
import { ko as koSubscriptions } from "./subscriptions/ko.ts";
import { pt as ptSubscriptions } from "./subscriptions/pt.ts";
import { ru as ruSubscriptions } from "./subscriptions/ru.ts";
import { tr as trSubscriptions } from "./subscriptions/tr.ts";
import { zh as zhSubscriptions } from "./subscriptions/zh.ts";

/** What pages say, in one language: a missing name does not compile. */
export type PageWords = Readonly<Record<keyof typeof en, string>>;
/** What the forms of subscribing say. */
export type SubscriptionWords = Readonly<Record<keyof typeof enSubscriptions, string>>;
/** Everything in one language. */
export type Dictionary = PageWords & SubscriptionWords;
/** What can be said, by its name. */
export type Key = keyof Dictionary;

/** Every language there are words in. */
export const DICTIONARIES: Readonly<Record<string, Dictionary>> = {
  en: { ...en, ...enSubscriptions },
  de: { ...de, ...deSubscriptions },
  fr: { ...fr, ...frSubscriptions },
  es: { ...es, ...esSubscriptions },
  pt: { ...pt, ...ptSubscriptions },
  ja: { ...ja, ...jaSubscriptions },
  zh: { ...zh, ...zhSubscriptions },
  ko: { ...ko, ...koSubscriptions },
  ru: { ...ru, ...ruSubscriptions },
  tr: { ...tr, ...trSubscriptions },
  hi: { ...hi, ...hiSubscriptions },
  ar: { ...ar, ...arSubscriptions },
};
