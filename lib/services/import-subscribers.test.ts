import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { aComponent, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { onEachStore } from "#e2e/stores.ts";
import { exportSubscribers } from "#lib/services/export-subscribers.ts";
import { importSubscribers, previewImport } from "#lib/services/import-subscribers.ts";
import { readSubscriberCsv, writeCsv } from "#lib/services/subscriber-csv.ts";
import { findByTarget, listSubscribers } from "#lib/store/subscribers.ts";

const NOW = Date.UTC(2026, 10, 23, 14);
const VIEWER = { ...PUBLISHER, role: "publisher" } as const;

describe("a list of subscribers", () => {
  it.each([
    ["one address a line", "a@x.org\nb@x.org\n", ["a@x.org", "b@x.org"]],
    ["Statuspage's rows", "email,a@x.org,yes\nemail,b@x.org,no", ["a@x.org", "b@x.org"]],
    ["a header in any order", '\ufeffname,Email\r\n"A, B",a@x.org\r\n', ["a@x.org"]],
    ["a header with types", "type,address\nsms,+4915112345678\nemail,b@x.org", ["+4915112345678", "b@x.org"]],
  ])("is read: %s", (_, text, targets) => {
    const { rows, problems } = readSubscriberCsv(text);
    expect(rows.map((row) => row.target)).toEqual(targets);
    expect(problems).toEqual([]);
  });

  it("says which lines cannot be used, and takes the rest", () => {
    const { rows, problems } = readSubscriberCsv("a@x.org\nnothing here\nfax,1234\n");
    expect(rows).toMatchObject([{ line: 1, target: "a@x.org", components: [] }]);
    expect(problems.map((one) => one.line)).toEqual([2, 3]);
    expect(() => readSubscriberCsv('"open')).toThrow("quotation mark");
  });
});

it.each(["=1+1", "+cmd", "-2", "@sum", "\t=1", "＝1"])("is written so that no spreadsheet runs %j", (cell) => {
  const [, [written] = []] = parse(writeCsv(["a"], [[cell]])) as string[][];
  expect(written).toBe(`'${cell}`);
});

onEachStore("importing subscribers", (open) => {
  const csv = "email,components\na@x.org,api\nb@x.org,\nknown@x.org,api\nnope,\nc@x.org,nope\n";

  it("can be looked through before anything is done", async () => {
    await using store = await open();
    await aComponent(store.db, "api", NOW);
    await someSubscribers(store.db, ["known@x.org"], NOW);
    const preview = await previewImport(store.db, PUBLISHER, csv, []);
    expect(preview).toMatchObject({ added: 2, known: 1 });
    expect(preview.problems.map((one) => one.line).toSorted()).toEqual([5, 6]);
    expect(await listSubscribers(store.db, {}, 10)).toHaveLength(1);
    await expect(previewImport(store.db, VIEWER, csv, [])).rejects.toMatchObject({ code: "forbidden" });
  });

  it("keeps with each on what it rests, asks who has not confirmed, and doubles nobody when run again", async () => {
    await using store = await open();
    const { db } = store;
    await aComponent(db, "api", NOW);
    const input = { csv, consent: "Our former page", confirmed: false };
    for (let i = 0; i < 2; i += 1) {
      expect(await importSubscribers(db, PUBLISHER, input, NOW, [])).toMatchObject({ done: 3 });
    }
    const all = await listSubscribers(db, {}, 10);
    expect(all.map((one) => [one.state, one.consent])).toEqual(Array(3).fill(["pending", "Our former page"]));
    await importSubscribers(db, PUBLISHER, { ...input, confirmed: true }, NOW, []);
    expect((await findByTarget(db, "email", "a@x.org"))?.state).toBe("active");
    expect((await listSubscribers(db, { words: "A@X" }, 10)).map((one) => one.target)).toEqual(["a@x.org"]);
    expect(await listSubscribers(db, { words: "%" }, 10)).toEqual([]);
  });

  it("takes in again what was exported, and the log says who took it", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(db, ["a@x.org"], NOW);
    await someSubscribers(db, ["https://hooks.slack.com/services/T/B/secret"], NOW, { channel: "slack" });
    const text = await exportSubscribers(db, PUBLISHER, NOW);
    expect(text).not.toContain("secret");
    expect(
      readSubscriberCsv(text)
        .rows.map((row) => row.channel)
        .toSorted(),
    ).toEqual(["email", "slack"]);
    const audit = await db.selectFrom("audit").select("action").execute();
    expect(audit).toEqual([{ action: "subscriber.export" }]);
    await expect(exportSubscribers(db, VIEWER, NOW)).rejects.toMatchObject({ code: "forbidden" });
  });
});
