import { describe, expect, it } from "vitest";
import { anIncident, someSubscribers } from "#e2e/audience.ts";
import { worker } from "#e2e/delivery.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";
import { onEachStore } from "#e2e/stores.ts";
import { STARTER_TEMPLATES } from "#lib/diagnosis/starter-templates.ts";
import { checkTemplate } from "#lib/domain/template.ts";
import { cleanBody, cleanTitle } from "#lib/domain/text.ts";
import * as template from "./templates/[id]/route.ts";
import * as preview from "./templates/preview/route.ts";
import * as templates from "./templates/route.ts";
import { api, ask } from "./test-api.ts";

const WORDS = { kind: "message", name: "Short", title: "{{page}}: {{title}}", body: "Now: {{status}}.\n\n{{body}}" };

onEachStore("templates", (open) => {
  it("are made, changed, listed beside the starters, and removed", async () => {
    await using _one = await api(open);
    const made = await ask(templates.POST, { body: WORDS });
    expect(made).toMatchObject({ status: 201, body: { kind: "message", channel: null, starter: false } });
    const params = { id: made.body.id };
    const changed = await ask(template.PATCH, { method: "PATCH", params, body: { channel: "sms" } });
    expect(changed.body).toMatchObject({ channel: "sms", title: WORDS.title });
    const listed = await ask(templates.GET, { method: "GET" });
    expect(listed.body.items).toHaveLength(1 + STARTER_TEMPLATES.length);
    expect(listed.body.items[0].id).toBe(made.body.id);
    expect((await ask(template.DELETE, { method: "DELETE", params })).status).toBe(204);
    expect((await ask(template.GET, { method: "GET", params })).status).toBe(404);
  });

  it("of a channel are one, and those that come with the product stay", async () => {
    await using _one = await api(open);
    await ask(templates.POST, { body: WORDS });
    expect(await ask(templates.POST, { body: WORDS })).toMatchObject({ status: 409 });
    expect((await ask(templates.POST, { body: { ...WORDS, channel: "slack" } })).status).toBe(201);
    const params = { id: STARTER_TEMPLATES[0]?.id as string };
    expect((await ask(template.GET, { method: "GET", params })).body.starter).toBe(true);
    expect((await ask(template.DELETE, { method: "DELETE", params })).status).toBe(404);
  });

  it("with anything but variables are refused, and it is said what there is", async () => {
    await using _one = await api(open);
    const answer = await ask(templates.POST, { body: { ...WORDS, body: "{{constructor.constructor('x')()}}" } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "body" }] } });
    expect(answer.body.detail).toContain("{{next_update}}");
  });

  it("word what is told: of the channel's own, else of the one for all", async () => {
    await using one = await api(open);
    await using smtp = await startSmtpSink();
    await ask(templates.POST, { body: WORDS });
    await ask(templates.POST, { body: { ...WORDS, channel: "slack", body: "Only for Slack." } });
    await someSubscribers(one.db, ["a@example.com"], Date.now());
    await anIncident(one.db, [], Date.now(), { title: "Jobs <b>wait</b>" });
    await using notify = worker(one.db, { SMTP_URL: smtp.url });
    await notify.idle();
    const mail = smtp.received[0]?.mail;
    expect(mail?.text).toContain("Status: Jobs <b>wait</b>");
    expect(mail?.text).toContain("Now: Investigating.\n\nWe are looking into it.");
    expect(String(mail?.html)).not.toContain("<b>wait");
    expect(mail?.subject).toBe("[Status] Jobs <b>wait</b>");
  });

  it("are shown as they will read on each channel, with what was told last", async () => {
    await using one = await api(open);
    const made = await ask(preview.POST, { body: { title: WORDS.title, body: WORDS.body } });
    expect(made.body.items).toHaveLength(10);
    await anIncident(one.db, [], Date.now(), { title: "Real one", body: "Hello @here **you**" });
    const real = await ask(preview.POST, { body: { title: WORDS.title, body: WORDS.body, channel: "discord" } });
    expect(real.body.items).toEqual([
      { channel: "discord", name: "Discord", text: expect.stringContaining("Status\\: Real one") },
    ]);
    expect(real.body.items[0].text).toContain("\\@\u2060here **you**");
  });
});

describe("the starters", () => {
  it("are usable as they are: for every cause that readers notice, and for what is not known", () => {
    expect(STARTER_TEMPLATES.length).toBeGreaterThan(20);
    expect(new Set(STARTER_TEMPLATES.map((one) => one.id)).size).toBe(STARTER_TEMPLATES.length);
    for (const { title, body, name } of STARTER_TEMPLATES) {
      checkTemplate("incident", "title", title);
      checkTemplate("incident", "body", body);
      expect([cleanTitle(title), cleanTitle(name)]).toEqual([title, name]);
      expect(cleanBody(body).length).toBeGreaterThan(30);
    }
  });
});
