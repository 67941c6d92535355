import { expect, it } from "vitest";
import { aComponent } from "#e2e/audience.ts";
import { onEachStore } from "#e2e/stores.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { openIncident } from "./open-incident.ts";
import { postUpdate } from "./post-update.ts";
import { readPublicPage } from "./read-page.ts";
import { readTranslations, textsIn, translate } from "./translations.ts";

const NOW = Date.UTC(2026, 10, 24, 12);
const WORDS = { status: "investigating", expectedAt: null, impact: null, notify: false } as const;

onEachStore("what operators write in several languages", (open) => {
  it("stands beside what it was made of, from the post on, and only there", async () => {
    await using store = await open();
    await aComponent(store.db, "api", 0);
    const { incidentId } = await openIncident(
      store.db,
      SYSTEM,
      {
        ...WORDS,
        title: "Jobs wait",
        body: "We are on it.",
        components: { api: "partial_outage" },
        translations: { de: { title: "Aufträge warten", body: "Wir sind dran." }, fr: { title: " " } },
      },
      NOW,
    );
    await postUpdate(
      store.db,
      SYSTEM,
      {
        incidentId,
        body: "It works again.",
        components: {},
        notify: false,
        translations: { de: { body: "Es geht wieder." } },
      },
      NOW + 1,
    );
    await translate(store.db, SYSTEM, "de", { api: "Schnittstelle", "Jobs wait": "Aufträge hängen" }, NOW);
    const texts = textsIn(await readPublicPage(store.db, NOW + 2));
    expect([...(await readTranslations(store.db, "de", texts))].sort()).toEqual([
      ["It works again.", "Es geht wieder."],
      ["Jobs wait", "Aufträge hängen"],
      ["We are on it.", "Wir sind dran."],
      ["api", "Schnittstelle"],
    ]);
    expect((await readTranslations(store.db, "fr", texts)).size).toBe(0);
    // A text that is changed has no translation until somebody makes one.
    expect((await readTranslations(store.db, "de", ["Jobs wait a little"])).size).toBe(0);
    await translate(store.db, SYSTEM, "de", { api: "" }, NOW);
    expect((await readTranslations(store.db, "de", ["api"])).size).toBe(0);
  });

  it("is refused in a language that nobody could read it in", async () => {
    await using store = await open();
    await expect(translate(store.db, SYSTEM, "tlh", { api: "x" }, NOW)).rejects.toThrow("Texts can be in");
  });
});
