import { expect, it } from "vitest";
import { anIncident, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { states, update, worker } from "#e2e/delivery.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";
import { onEachStore } from "#e2e/stores.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { writePostmortem } from "#lib/services/write-postmortem.ts";
import { totalsOf } from "#lib/store/deliveries.ts";
import { findOwed } from "#lib/store/delivery-log.ts";

onEachStore("the end of a story", (open) => {
  it("is not told to whom its beginning could not be told", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await someSubscribers(store.db, ["a@example.com"], Date.now());
    const { incidentId } = await anIncident(store.db, [], Date.now());
    await update(store.db, incidentId, "resolved");
    while (await expandFanout(store.db, Date.now()));
    await store.db.updateTable("outbox").set({ state: "failed" }).where("seq", "=", 1).execute();
    await using notify = worker(store.db, { SMTP_URL: smtp.url });
    await notify.idle();
    expect(await states(store.db)).toEqual(["failed", "suppressed"]);
    expect(smtp.received).toEqual([]);
  });

  it("tells those who asked for it what was learned, once, in the incident's thread", async () => {
    await using store = await open();
    const { db } = store;
    await using smtp = await startSmtpSink();
    await someSubscribers(db, ["learns@example.com", "other@example.com"], Date.now());
    await db
      .updateTable("subscriber")
      .set({ events: ",incident,postmortem," })
      .where("target", "=", "learns@example.com")
      .execute();
    await db
      .updateTable("subscriber")
      .set({ events: ",incident," })
      .where("target", "=", "other@example.com")
      .execute();
    const { incidentId } = await anIncident(db, [], Date.now());
    await using notify = worker(db, { SMTP_URL: smtp.url });
    await update(db, incidentId, "resolved");
    const write = (published: boolean) =>
      writePostmortem(db, PUBLISHER, { incidentId, body: "The disk was full.", published }, Date.now());
    await write(false);
    await notify.idle();
    expect(smtp.received).toHaveLength(4);
    for (const published of [true, false, true]) await write(published);
    await notify.idle();
    const [mail, ...more] = smtp.received.slice(4);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ recipients: ["learns@example.com"], mail: { subject: "[Status] Jobs wait" } });
    expect(mail?.mail.text).toMatch(/^Postmortem: Jobs wait[\s\S]*The disk was full\./);
    const first = smtp.received.find((one) => one.recipients[0] === "learns@example.com");
    expect(mail?.mail.inReplyTo).toBe(first?.mail.messageId);
    expect(await findOwed(db, incidentId)).toMatchObject({ event: "postmortem", stage: "published" });
    expect((await totalsOf(db, [incidentId])).get(incidentId)).toMatchObject({ sent: 1 });
  });
});
