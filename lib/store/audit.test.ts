import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { firstBreak } from "#lib/domain/audit-chain.ts";
import { readChain, writeAudit } from "./audit.ts";
import { type Database, inTransaction } from "./database.ts";

async function write(db: Database, count: number): Promise<void> {
  const deed = (i: number) => ({ actor: SYSTEM, action: "incident.open", subject: `incident-${i}`, detail: { i } });
  await Promise.all(
    Array.from({ length: count }, (_, i) => inTransaction(db, (tx) => writeAudit(tx, deed(i), 1_000 + i))),
  );
}

async function verdict(db: Database) {
  const { entries, head } = await readChain(db);
  return { count: entries.length, broken: firstBreak(entries, head) };
}

onEachStore("the audit", (open) => {
  it("is one whole chain, however many write at once, and a deed that is rolled back leaves no gap", async () => {
    await using store = await open();
    expect(await verdict(store.db)).toEqual({ count: 0, broken: null });
    await write(store.db, 12);
    const undone = inTransaction(store.db, async (tx) => {
      await writeAudit(tx, { actor: SYSTEM, action: "never", subject: "x" }, 5);
      throw new Error("rolled back");
    });
    await expect(undone).rejects.toThrow("rolled back");
    await write(store.db, 3);
    expect(await verdict(store.db)).toEqual({ count: 15, broken: null });
  });

  it("lets nobody change or remove an entry", async () => {
    await using store = await open();
    await write(store.db, 3);
    await expect(store.db.updateTable("audit").set({ actor: "nobody" }).execute()).rejects.toThrow(/only grows/);
    await expect(store.db.deleteFrom("audit").execute()).rejects.toThrow(/only grows/);
    expect(await verdict(store.db)).toEqual({ count: 3, broken: null });
  });
});

it("names the entry that was changed, left out, or cut off the end", async () => {
  const { openSqlite } = await import("#e2e/stores.ts");
  await using store = await openSqlite();
  await write(store.db, 6);
  const { entries, head } = await readChain(store.db);
  const forged = entries.map((one) => (one.seq === 4 ? { ...one, actor: "operator:eve" } : one));
  expect(firstBreak(forged, head)).toEqual({ seq: 4, what: "changed" });
  expect(
    firstBreak(
      entries.filter((one) => one.seq !== 2),
      head,
    ),
  ).toEqual({ seq: 2, what: "missing" });
  expect(firstBreak(entries.slice(0, 5), head)).toEqual({ seq: 6, what: "missing" });
});
