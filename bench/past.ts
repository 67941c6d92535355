import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { anIncident } from "#e2e/audience.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { newId } from "#lib/domain/ids.ts";
import { DAY, HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { readPublicComponent } from "#lib/services/read-component.ts";
import { readPublicHistory } from "#lib/services/read-history.ts";
import { readPublicIncident } from "#lib/services/read-incident.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import { readPublicUptime } from "#lib/services/read-uptime.ts";
import { listComponents } from "#lib/store/components.ts";
import { type Database, inTransaction, openDatabase } from "#lib/store/database.ts";
import type { NewRow } from "#lib/store/schema.ts";
import { atMost, type Bench, type Block, type Figure, inMs, told } from "./bench.ts";

const COMPONENTS = 200;
const DAYS = 3_650;
/** Two outages and what lies between them, every ten days. */
const PERIOD = 10 * DAY;
const READS = 5;
const LIMIT_MS = 1_000;
/** What grows with the years: a statement that reads all of it grows slower with them. */
const GROWING = /^SCAN (interval|incident|incident_update|maintenance|sample)\b(?!.*USING)/;

/** How fast pages are read from a store that holds ten years of 200 components, and whether any statement reads all of it. */
export async function measurePast(bench: Bench): Promise<Block> {
  const file = join(bench.folder, "past.db");
  const now = Date.now();
  const db = await openDatabase(`file:${file}`);
  bench.defer(() => db.destroy());
  const incidentId = await writeYears(db, now);
  const statements = rememberStatements(bench);
  const reads: readonly [string, () => Promise<unknown>][] = [
    ["the front page", () => readPublicPage(db, now)],
    ["uptime of twelve months", () => readPublicUptime(db, now)],
    ["this month", () => readPublicHistory(db, { month: null, component: null, kind: "all" }, now)],
    [
      "a month nine years ago",
      () => readPublicHistory(db, { month: monthOf(now - 9 * 365 * DAY), component: null, kind: "all" }, now),
    ],
    ["a component", () => readPublicComponent(db, "part-7", now)],
    ["an incident", () => readPublicIncident(db, incidentId, now)],
  ];
  const figures: Figure[] = [];
  for (const [name, read] of reads) {
    const waits: number[] = [];
    for (let i = 0; i < READS; i += 1) {
      const begun = performance.now();
      if (!(await read())) throw new Error(`${name} could not be read.`);
      waits.push(performance.now() - begun);
    }
    figures.push(atMost(name, inMs(waits), Math.max(...waits), LIMIT_MS, `max under ${LIMIT_MS} ms`));
  }
  const whole = wholeReads(file, statements);
  return {
    title: `Ten years of ${COMPONENTS} components`,
    figures: [
      ...figures,
      atMost("statements that read all of the past", String(whole.length), whole.length, 0, "0"),
      told("statements looked at", String(statements.size)),
    ],
    notes: ["Read once per change, in web; readers are answered from memory.", ...whole],
  };
}

function monthOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** @returns the id of an incident in the middle of them. */
async function writeYears(db: Database, now: Instant): Promise<string> {
  const line = (_: unknown, i: number) => `  - { slug: part-${i}, name: Service number ${i}, group: Group ${i % 10} }`;
  const yaml = `components:\n${Array.from({ length: COMPONENTS }, line).join("\n")}\n`;
  await applyConfiguration(db, parseStatusFile(yaml, "past.yaml", {}), now);
  const from = now - DAYS * DAY;
  await inTransaction(db, async (tx) => {
    for (const [i, { id }] of (await listComponents(tx)).entries()) {
      await tx.updateTable("component").set({ monitored_since: from }).where("id", "=", id).execute();
      const rows = [...years(id, from, now, i)];
      for (let at = 0; at < rows.length; at += 500)
        await tx
          .insertInto("interval")
          .values(rows.slice(at, at + 500))
          .execute();
    }
  });
  let middle = "";
  for (let day = 1; day < DAYS; day += 1) {
    const more = { title: `Slow on day ${day}`, status: "resolved", notify: false } as const;
    const { incidentId } = await anIncident(db, [`part-${day % COMPONENTS}`], from + day * DAY, more);
    if (day === DAYS >> 1) middle = incidentId;
  }
  return middle;
}

function* years(componentId: string, from: Instant, now: Instant, i: number): Generator<NewRow<"interval">> {
  const common = { component_id: componentId, kind: "baseline", source_id: componentId } as const;
  for (let at = from; at < now; at += PERIOD) {
    const moments = [0, 3 * DAY + i * HOUR, 3 * DAY + i * HOUR + 20 * MINUTE, 8 * DAY, 8 * DAY + 5 * MINUTE, PERIOD];
    const statuses = ["operational", "major_outage", "operational", "partial_outage", "operational"] as const;
    for (const [step, status] of statuses.entries()) {
      const [started, ended] = [at + (moments[step] as number), at + (moments[step + 1] as number)];
      if (started < now) yield { ...common, id: newId(), status, started_at: started, ended_at: Math.min(ended, now) };
    }
  }
}

/** Notes every statement that is prepared from now on. */
function rememberStatements(bench: Bench): ReadonlySet<string> {
  const seen = new Set<string>();
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    seen.add(sql);
    return prepare.call(this, sql, ...rest);
  };
  bench.defer(() => {
    DatabaseSync.prototype.prepare = prepare;
  });
  return seen;
}

/** The plans in which a table of the past is read from end to end. */
function wholeReads(file: string, statements: ReadonlySet<string>): string[] {
  using db = new DatabaseSync(file, { readOnly: true });
  return [...statements]
    .filter((sql) => /^\s*(select|with)\b/i.test(sql))
    .flatMap((sql) => {
      const plan = db.prepare(`explain query plan ${sql}`).all() as { detail: string }[];
      return plan.filter(({ detail }) => GROWING.test(detail)).map(({ detail }) => `${detail}: ${sql.slice(0, 160)}`);
    });
}
