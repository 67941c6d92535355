import { simpleParser } from "mailparser";
import { expect, it } from "vitest";
import { anIncident, someSubscribers } from "#e2e/audience.ts";
import { outbox, settings, until, update, worker } from "#e2e/delivery.ts";
import { canStartPostfix, startPostfix } from "#e2e/postfix.ts";
import { openSqlite } from "#e2e/stores.ts";
import type { Database } from "#lib/store/database.ts";
import { readReturnedMail } from "./returned-mail.ts";
import { takeReturnedMail } from "./take-returned-mail.ts";

const SENDER = "status@example.com";
const [ADA, UNKNOWN, FORWARDED] = ["ada@example.com", "unknown@example.com", "forwarded@example.com"];

/** Address by address: whether it is told, and what became of its messages. */
async function standing(db: Database): Promise<Record<string, string[]>> {
  const messages = await outbox(db);
  const subscribers = await db.selectFrom("subscriber").selectAll().orderBy("target").execute();
  return Object.fromEntries(
    subscribers.map((one) => [
      one.target,
      [one.state, ...messages.filter(({ target }) => target === one.target).map(({ state }) => state)],
    ]),
  );
}

it.skipIf(!canStartPostfix())(
  "Postfix brings our mail, refuses whom it does not know, and what it returns is noted",
  async () => {
    await using store = await openSqlite();
    const { db } = store;
    await using postfix = await startPostfix([ADA, SENDER], FORWARDED);
    await someSubscribers(db, [ADA, UNKNOWN, FORWARDED], Date.now());
    const { incidentId } = await anIncident(db, [], Date.now());
    await using notify = worker(db, { SMTP_URL: postfix.url, MAIL_FROM: `Status <${SENDER}>` });
    await notify.idle();
    expect(await standing(db)).toEqual({
      [ADA]: ["active", "sent"],
      [FORWARDED]: ["active", "sent"],
      [UNKNOWN]: ["quarantined", "failed"],
    });
    await until(() => postfix.mailbox(ADA).length > 0 && postfix.mailbox(SENDER).length > 0);
    const [arrived = ""] = postfix.mailbox(ADA);
    const mail = await simpleParser(arrived);
    expect(mail.messageId).toMatch(new RegExp(`^<incident\\.${incidentId}\\.[0-9a-f]+@status\\.example\\.com>$`));
    expect(mail.headers.get("list")).toMatchObject({ "unsubscribe-post": { name: "List-Unsubscribe=One-Click" } });
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");

    const [returned = ""] = postfix.mailbox(SENDER);
    const take = (raw: string) => takeReturnedMail(db, settings({}), raw, Date.now());
    expect(readReturnedMail(returned)).toMatchObject({ recipient: FORWARDED, status: "5.1.1" });
    expect(await take(returned.replaceAll(incidentId, "another"))).toBe(false);
    expect(await take(arrived)).toBe(false);
    expect(await take(returned)).toBe(true);
    expect(await take(returned)).toBe(true);
    expect((await outbox(db)).find(({ target }) => target === FORWARDED)?.answer).toContain("there is no such mailbox");
    await update(db, incidentId, "identified");
    await notify.idle();
    expect(await standing(db)).toEqual({
      [ADA]: ["active", "sent", "sent"],
      [FORWARDED]: ["quarantined", "failed"],
      [UNKNOWN]: ["quarantined", "failed"],
    });
  },
);

const REPORT = [
  "Content-Type: multipart/report; report-type=delivery-status;",
  '  boundary="b1"',
  "Subject: Undelivered",
  "",
  "--b1",
  "Content-Type: text/plain",
  "",
  "Sorry.",
  "--b1",
  "Content-Type: message/delivery-status",
  "",
  "Reporting-MTA: dns; mail.example.net",
  "",
  "Final-Recipient: rfc822; full@example.net",
  "Action: failed",
  "Status: 5.2.2",
  "Diagnostic-Code: smtp; 552 5.2.2",
  "    Mailbox full",
  "",
  "--b1",
  "Content-Type: text/rfc822-headers",
  "",
  "Message-ID:",
  " <incident.a.b@status.example.com>",
  "To: full@example.com",
  "",
  "--b1--",
];

it("a report of failure is read whatever ends its lines, and a delay, an answer or a broken one is none", () => {
  const read = { messageId: "<incident.a.b@status.example.com>", recipient: "full@example.com", status: "5.2.2" };
  for (const end of ["\n", "\r\n"]) {
    expect(readReturnedMail(REPORT.join(end))).toEqual({ ...read, answer: "552 5.2.2 Mailbox full" });
  }
  const text = REPORT.join("\n");
  for (const other of [
    "",
    text.replace("Action: failed", "Action: delayed"),
    text.replace("Status: 5.2.2", "Status: 4.2.2"),
    text.replace("multipart/report", "multipart/mixed"),
    text.replace("Message-ID:", "X-Id:"),
    text.slice(0, text.indexOf("text/rfc822-headers")),
  ]) {
    expect(readReturnedMail(other)).toBeNull();
  }
});
