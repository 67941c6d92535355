import { anIncident } from "#e2e/audience.ts";
import { eventually, type Product } from "#e2e/product.ts";
import { newId } from "#lib/domain/ids.ts";
import { DAY, HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { listComponents } from "#lib/store/components.ts";
import { connectDatabase, type Database, inTransaction } from "#lib/store/database.ts";
import type { NewRow } from "#lib/store/schema.ts";

const DAYS = 90;
const OUTAGES = 5;
const TITLE = "Jobs start later than usual";

/** Gives the product's components 90 days with outages behind them and an incident now, and waits until the page says so. */
export async function liveThrough(product: Product): Promise<void> {
  const db = connectDatabase(`file:${product.dataDir}/pulsepage.db`);
  try {
    const now = Date.now();
    await inTransaction(db, (tx) => writePast(tx, now));
    const slugs = (await listComponents(db)).slice(0, 3).map(({ slug }) => slug);
    await anIncident(db, slugs, now, { title: TITLE });
  } finally {
    await db.destroy();
  }
  await eventually("the incident on the page", async () => (await (await fetch(product.url)).text()).includes(TITLE));
}

async function writePast(tx: Database, now: Instant): Promise<void> {
  const from = now - DAYS * DAY;
  for (const [i, { id }] of (await listComponents(tx)).entries()) {
    await tx.updateTable("component").set({ monitored_since: from }).where("id", "=", id).execute();
    const rows: NewRow<"interval">[] = [];
    const stretch = (status: NewRow<"interval">["status"], startedAt: Instant, endedAt: Instant) =>
      rows.push({
        id: newId(),
        component_id: id,
        kind: "baseline",
        source_id: id,
        status,
        started_at: startedAt,
        ended_at: endedAt,
      });
    let at = from;
    for (let outage = 1; outage <= OUTAGES; outage += 1) {
      // Never two components alike: repetition would compress too well.
      const begins = from + outage * 15 * DAY + i * 7 * HOUR + outage * i * 13 * MINUTE;
      const ends = begins + (10 + 17 * outage + 3 * i) * MINUTE;
      stretch("operational", at, begins);
      stretch(outage % 2 === 0 ? "partial_outage" : "major_outage", begins, ends);
      at = ends;
    }
    stretch("operational", at, now - MINUTE);
    await tx.insertInto("interval").values(rows).execute();
  }
}
