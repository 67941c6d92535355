import { openDatabase } from "./database.ts";
import { bumpVersion, readVersion } from "./state-version.ts";

/** Run as a process of its own by database.test.ts: opens the store and writes to it fifty times. */
const db = await openDatabase(process.argv[2] as string);
for (let i = 0; i < 50; i += 1) {
  await db.transaction().execute(async (tx) => {
    await readVersion(tx);
    await bumpVersion(tx, i);
  });
}
await db.destroy();
