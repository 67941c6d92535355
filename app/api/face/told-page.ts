import { publicWords } from "#lib/diagnosis/words.ts";
import type { ToldPage } from "#lib/publish/twins/page.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicPage } from "#lib/services/read-page.ts";

/** The front page as it is now, with words for what monitors found. */
export async function toldPage(): Promise<ToldPage> {
  const { db, config } = runtime();
  const snapshot = await readPublicPage(db, Date.now());
  const detected = snapshot.detected.map((outage) => ({
    outage,
    ...publicWords(outage.cause, outage.status, outage.components),
  }));
  return { snapshot, detected, publicUrl: config.publicUrl };
}
