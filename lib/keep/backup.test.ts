import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGunzip, gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onEachStore, type TestStore } from "#e2e/stores.ts";
import { migrateAuth } from "#lib/access/auth.ts";
import { createOperator } from "#lib/access/operators.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { createLog } from "#lib/log.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import { restoreArchive } from "#lib/store/archive/read.ts";
import { connectDatabase } from "#lib/store/database.ts";
import { makeBackup } from "./make-backup.ts";

const NOW = Date.UTC(2026, 10, 23, 14);
const ADMIN = { ...SYSTEM, role: "admin" } as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulsepage-keep-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function lived(store: TestStore): Promise<void> {
  const text =
    "components: [{ slug: api, name: API }]\nmonitors: [{ key: r, type: redis, url: 'redis://x', components: [api] }]";
  await applyConfiguration(store.db, parseStatusFile(text, "status.yaml", {}), NOW);
  const post = {
    title: "Ünïcode “quoted”",
    body: "One\ntwo",
    status: "investigating",
    expectedAt: null,
    impact: null,
  } as const;
  await openIncident(store.db, ADMIN, { ...post, components: { api: "major_outage" }, notify: true }, NOW);
  await migrateAuth(store.db);
  const access = {
    config: { publicUrl: "http://x", sessionSecret: "x".repeat(40) },
    db: store.db,
    log: createLog("error", "test"),
  };
  await createOperator(
    access,
    { email: "ada@morning.example", name: "Ada", role: "admin", password: "correct horse battery" },
    NOW,
  );
}

const unpack = (file: string) => createReadStream(file).pipe(createGunzip());

onEachStore("a backup", (open) => {
  it("restores into an empty store of either engine as it was, and nowhere else", async () => {
    await using store = await open();
    await lived(store);
    const before = await readPublicPage(store.db, NOW + 1);
    const file = join(folder, "all.jsonl.gz");
    const written = await makeBackup(store.url, file, NOW);
    expect(written).toMatchObject({ component: 1, incident: 1, incident_update: 1, auth_user: 1, fanout: 1 });
    expect(readdirSync(folder)).toEqual(["all.jsonl.gz"]);
    const other = connectDatabase(`file:${join(folder, "other.db")}`);
    expect(await restoreArchive(other, () => unpack(file), migrateAuth)).toEqual(written);
    expect(await readPublicPage(other, NOW + 1)).toEqual(before);
    await expect(restoreArchive(other, () => unpack(file), migrateAuth)).rejects.toMatchObject({ code: "conflict" });
    await other.destroy();
    await using same = await open();
    expect(await restoreArchive(same.db, () => unpack(file), migrateAuth)).toEqual(written);
    expect(await readPublicPage(same.db, NOW + 1)).toEqual(before);
  });
});

describe("an archive that is not whole", () => {
  it("is refused and leaves the store empty, wherever it was cut or changed", async () => {
    const url = `file:${join(folder, "a.db")}`;
    const db = connectDatabase(url);
    const { openDatabase } = await import("#lib/store/database.ts");
    const opened = await openDatabase(url);
    await lived({ db: opened, url } as TestStore);
    await opened.destroy();
    await db.destroy();
    const file = join(folder, "all.jsonl.gz");
    await makeBackup(url, file, NOW);
    const text = gunzipSync(readFileSync(file)).toString();
    const lines = text.trimEnd().split("\n");
    const broken = [
      lines.slice(0, -1).join("\n"),
      lines.slice(0, 3).join("\n"),
      text.replace("API", "Api"),
      lines.filter((_, i) => i !== 4).join("\n"),
      "",
      "not an archive",
    ];
    for (const [i, content] of broken.entries()) {
      const target = connectDatabase(`file:${join(folder, `target-${i}.db`)}`);
      const damaged = join(folder, `damaged-${i}`);
      writeFileSync(damaged, gzipSync(content));
      await expect(
        restoreArchive(target, () => unpack(damaged), migrateAuth),
        `case ${i}`,
      ).rejects.toMatchObject({
        code: "invalid",
      });
      const rows = await target
        .selectFrom("component")
        .selectAll()
        .execute()
        .catch(() => []);
      expect(rows).toEqual([]);
      await target.destroy();
    }
  });
});
