import { describe, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { NOW, PUBLIC_URL, tellStory } from "#lib/publish/test-page.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { readQuarter } from "#lib/services/read-quarter.ts";
import { historyDocument } from "./history.ts";

describe("Statuspage's history document", () => {
  it("tells a quarter month by month, with the ids by which crawlers ask on", async () => {
    await using store = await openSqlite();
    const story = await tellStory(store.db);
    const publication = await readPublication(store.db, NOW);
    const told = { publication, publicUrl: PUBLIC_URL };
    const document = historyDocument(told, await readQuarter(store.db, 0, NOW));
    expect(document).toMatchObject({
      page_status: { page: { name: "Brindle Tasks", time_zone: "Etc/UTC" } },
      months: [
        {
          name: "November",
          year: 2026,
          starts_on: 0,
          days: 30,
          incidents: [
            { code: story.cancelledId, impact: "maintenance" },
            { code: story.runningId, impact: "maintenance" },
            {
              code: story.openId,
              message: "Still on it.",
              impact: "critical",
              timestamp: "Nov <var data-var='date'>23</var>, <var data-var='time'>13:28</var> UTC",
            },
            {
              code: story.resolvedId,
              impact: "minor",
              timestamp:
                "Nov <var data-var='date'>20</var>, <var data-var='time'>14:08</var> - <var data-var='time'>15:08</var> UTC",
            },
          ],
        },
        { name: "October", year: 2026, starts_on: 4, days: 31, incidents: [] },
      ],
      start_time: "2026-10-01T00:00:00.000Z",
      end_time: "2026-11-30T23:59:59.999Z",
    });
  });

  it("goes back by quarters, over the turn of a year and past the beginning", async () => {
    await using store = await openSqlite();
    await tellStory(store.db);
    const names = async (back: number) => (await readQuarter(store.db, back, NOW)).map(({ month }) => month);
    expect(await names(1)).toEqual(["2026-09", "2026-08", "2026-07"]);
    expect(await names(4)).toEqual(["2025-12", "2025-11", "2025-10"]);
    expect(await names(40)).toHaveLength(3);
  });
});
