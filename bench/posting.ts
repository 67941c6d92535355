import { join } from "node:path";
import { aComponent, anIncident, someSubscribers } from "#e2e/audience.ts";
import { findCommand, thisMachine } from "#e2e/provision/machine.ts";
import { withPostgres } from "#e2e/provision/postgres.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { openDatabase } from "#lib/store/database.ts";
import { atMost, type Bench, type Block, type Figure, inMs, told } from "./bench.ts";

const SUBSCRIBERS = 100_000;
const POSTS = 20;
const BATCH = 1_000;
const LIMIT_MS = 50;

/** What it costs to post an incident that a hundred thousand people are to be told of. */
export async function measurePosting(bench: Bench): Promise<Block> {
  const figures = await onStore("SQLite", `file:${join(bench.folder, "posting.db")}`);
  const notes = [`${SUBSCRIBERS} confirmed subscribers; ${POSTS} incidents; the fan-out of the first of them.`];
  if (findCommand("initdb", thisMachine(process.env).commandFolders)) {
    const running = withPostgres((url) => Promise.race([onStore("PostgreSQL", url), bench.interrupted]));
    bench.defer(() => running.catch(() => undefined));
    figures.push(...(await running));
  } else notes.push("PostgreSQL is left out: its server is not on this machine.");
  return { title: "Posting an incident", figures, notes };
}

async function onStore(name: string, url: string): Promise<Figure[]> {
  const db = await openDatabase(url);
  try {
    await aComponent(db, "queue", Date.now());
    const targets = Array.from({ length: SUBSCRIBERS }, (_, i) => `reader-${i}@bench.example`);
    await someSubscribers(db, targets, Date.now());
    const posts: number[] = [];
    for (let i = 0; i < POSTS; i += 1) posts.push(await msOf(() => anIncident(db, ["queue"], Date.now())));
    const batches: number[] = [];
    for (let i = 0; i < SUBSCRIBERS / BATCH; i += 1) batches.push(await msOf(() => expandFanout(db, Date.now())));
    const { owed } = await db
      .selectFrom("outbox")
      .select((eb) => eb.fn.countAll().as("owed"))
      .executeTakeFirstOrThrow();
    if (Number(owed) !== SUBSCRIBERS) throw new Error(`${owed} messages were made instead of ${SUBSCRIBERS}.`);
    return [
      atMost(`${name}: openIncident`, inMs(posts), Math.max(...posts), LIMIT_MS, `max under ${LIMIT_MS} ms`),
      told(`${name}: messages made, per ${BATCH}`, inMs(batches)),
    ];
  } finally {
    await db.destroy();
  }
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
