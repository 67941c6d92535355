import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { bumpVersion, readVersion, tryWrite } from "#lib/store/state-version.ts";

const OPENER = fileURLToPath(new URL("./database.opener.ts", import.meta.url));

onEachStore("the store", (open) => {
  it("is opened by four processes at once, and each sees one schema", async () => {
    await using store = await open();
    const codes = await Promise.all(
      [1, 2, 3, 4].map(
        () =>
          new Promise<number | null>((resolve) => {
            fork(OPENER, [store.url], { execArgv: [], stdio: "ignore" }).on("exit", resolve);
          }),
      ),
    );
    expect(codes).toEqual([0, 0, 0, 0]);
    // Each opener bumped the version fifty times in transactions that read before they write.
    expect(await readVersion(store.db)).toBe(1 + 4 * 50);
  });

  it("forgets everything of a transaction that failed", async () => {
    await using store = await open();
    const before = await readVersion(store.db);
    await expect(
      store.db.transaction().execute(async (tx) => {
        await bumpVersion(tx, 1);
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(await readVersion(store.db)).toBe(before);
    await tryWrite(store.db);
  });

  it("hands out plain objects and plain numbers", async () => {
    await using store = await open();
    const row = await store.db.selectFrom("state_version").selectAll().executeTakeFirstOrThrow();
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(typeof row.version).toBe("number");
  });
});
