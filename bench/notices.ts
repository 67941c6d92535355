import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import nodemailer from "nodemailer";
import { anIncident, someSubscribers } from "#e2e/audience.ts";
import { readConfig } from "#lib/config/environment.ts";
import { createLog } from "#lib/log.ts";
import { smtpOptions } from "#lib/notify/channels/smtp-options.ts";
import { startNotify } from "#lib/notify/deliver.ts";
import { drawEmailNotice, personal } from "#lib/notify/messages/email-notice.ts";
import { readNotice } from "#lib/notify/messages/notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import { type Database, openDatabase } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";
import { atMost, type Bench, type Block, type Figure, median, told } from "./bench.ts";

const MESSAGES = 5_000;
const ROUNDS = 3;
const AUDIENCES = [1_000, 100_000] as const;
const GROWTH_MAX = 1.5;
const COUNT = new Intl.NumberFormat("en-US");
const CONNECTIONS = 5;
const LEAST_RATIO = 1.5;
const PUBLIC_URL = "https://status.bench.example";
const BODY = "Background jobs wait longer than usual. Signing in and reading work.\n\n".repeat(12);

type Run = { perSecond: number; cpuUs: number };

/** Mails a second through the durable outbox, beside a bare pooled nodemailer with the same server, pool and mail. */
export async function measureNotices(bench: Bench): Promise<Block> {
  const port = await startDrain(bench);
  const db = await openDatabase(`file:${join(bench.folder, "notices.db")}`);
  bench.defer(() => db.destroy());
  const targets = Array.from({ length: MESSAGES }, (_, i) => `reader-${i}@bench.example`);
  await someSubscribers(db, targets, Date.now());
  const bare: Run[] = [];
  const ours: Run[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { incidentId, updateId } = await anIncident(db, [], Date.now(), { title: `Round ${round}`, body: BODY });
    bare.push(await Promise.race([sendBare(db, port, targets, incidentId, updateId), bench.interrupted]));
    ours.push(await Promise.race([sendOurs(db, port), bench.interrupted]));
  }
  const ratio = median(ours.map((run, i) => run.perSecond / (bare[i] as Run).perSecond));
  const words = (runs: readonly Run[]) =>
    `${Math.round(median(runs.map((run) => run.perSecond)))}/s, ${Math.round(median(runs.map((run) => run.cpuUs)))} µs CPU each`;
  return {
    title: "Mail to many",
    figures: [
      told("a bare pooled nodemailer", words(bare)),
      told("ours, from post to the last answer written down", words(ours)),
      {
        name: "ours to bare",
        value: ratio.toFixed(2),
        target: `at least ${LEAST_RATIO}`,
        isMet: ratio >= LEAST_RATIO,
      },
    ],
    notes: [
      `${MESSAGES} recipients, ${CONNECTIONS} connections, ${ROUNDS} rounds, both in turn; SQLite, every write synced.`,
    ],
  };
}

/** How long a large audience takes, beside a small one. */
export async function measureDrain(bench: Bench): Promise<Block> {
  const port = await startDrain(bench);
  const figures: Figure[] = [];
  const rates: number[] = [];
  for (const size of AUDIENCES) {
    const db = await openDatabase(`file:${join(bench.folder, `drain-${size}.db`)}`);
    bench.defer(() => db.destroy());
    await someSubscribers(
      db,
      Array.from({ length: size }, (_, i) => `reader-${i}@bench.example`),
      Date.now(),
    );
    const postedAt = performance.now();
    await anIncident(db, [], Date.now(), { title: "To all", body: BODY });
    const postMs = performance.now() - postedAt;
    const { perSecond } = await Promise.race([sendOurs(db, port, size), bench.interrupted]);
    rates.push(perSecond);
    const seconds = (size / perSecond).toFixed(1);
    const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
    figures.push(
      told(
        `${COUNT.format(size)} recipients`,
        `posted in ${postMs.toFixed(1)} ms, told in ${seconds} s, ${Math.round(perSecond)}/s, ${memory} MiB`,
      ),
    );
  }
  const growth = (rates[0] as number) / (rates.at(-1) as number);
  const name = `what a mail costs more among ${COUNT.format(AUDIENCES[1])}`;
  figures.push(atMost(name, growth.toFixed(2), growth, GROWTH_MAX, `at most ${GROWTH_MAX} times`));
  return {
    title: "Mail to all",
    figures,
    notes: ["Told: from the post to the last answer written down; memory of the whole process."],
  };
}

async function startDrain(bench: Bench): Promise<number> {
  const drain = spawn(process.execPath, [join(import.meta.dirname, "smtp-drain.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  bench.defer(() => drain.kill());
  const [line] = await once(drain.stdout, "data");
  return Number(String(line));
}

async function sendBare(
  db: Database,
  port: number,
  targets: readonly string[],
  incidentId: string,
  updateId: string,
): Promise<Run> {
  const notice = await readNotice(db, PUBLIC_URL, incidentId, updateId);
  if (!notice) throw new Error("There is no such update.");
  const message = { kind: "update", notice, isFirst: true, delivery: {} as Row<"outbox"> } as const;
  const drawn = await drawEmailNotice(notice, toldOf(message, PUBLIC_URL));
  const transport = nodemailer.createTransport(smtpOptions(`smtp://127.0.0.1:${port}`, CONNECTIONS));
  const run = await measured(targets.length, async () => {
    await Promise.all(
      targets.map((to, i) =>
        transport.sendMail({
          from: "Status <status@bench.example>",
          to,
          subject: drawn.subject,
          ...personal(drawn, `${PUBLIC_URL}/subscriptions/reader-${i}`),
        }),
      ),
    );
  });
  transport.close();
  return run;
}

async function sendOurs(db: Database, port: number, count = MESSAGES): Promise<Run> {
  const config = readConfig({
    PUBLIC_URL,
    SESSION_SECRET: "b".repeat(32),
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    SMTP_CONNECTIONS: String(CONNECTIONS),
    MAIL_FROM: "Status <status@bench.example>",
  });
  const log = createLog("silent", "bench");
  return measured(count, async () => {
    const notify = startNotify({ db, config, log, clock: Date.now, workerId: "bench" });
    await notify.idle();
    await notify.stop();
    const row = await db
      .selectFrom("outbox")
      .select((eb) => eb.fn.countAll().as("left"))
      .where("state", "!=", "sent")
      .executeTakeFirstOrThrow();
    if (Number(row.left) > 0) throw new Error(`${row.left} messages were not delivered.`);
  });
}

async function measured(count: number, work: () => Promise<void>): Promise<Run> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: (count / ms) * 1_000, cpuUs: (user + system) / count };
}
