import { describe, expect, it } from "vitest";
import { drawConfirmation } from "./email-confirmation.ts";
import { threadHeaders } from "./email-headers.ts";
import { drawEmailNotice, personal } from "./email-notice.ts";
import type { Notice } from "./notice.ts";
import { drawSlack } from "./slack-notice.ts";
import { aNotice, whatIsTold } from "./test-notice.ts";

const TITLE = "Agent tasks <are> delayed & $& waiting";
const NOTICE: Partial<Notice> = {
  title: TITLE,
  status: "identified",
  headline: `Identified: ${TITLE}`,
  body: "The **primary** Redis is full.\n\nHey <!channel> <b>bold</b>\n\n[more](https://example.com/a?b=1&c=2)\n\n- one\n- two",
  components: [
    { name: "Task <queue>", status: "partial_outage" },
    { name: "Sessions", status: "operational" },
  ],
  expected: "14:30 UTC",
  nextUpdate: "14:20 UTC",
};
const draw = (change: Partial<Notice>) => drawEmailNotice(aNotice(change), whatIsTold(change));
const MANAGE = "https://status.example.com/subscriptions/abc.def-ghi";

describe("an email", () => {
  it("says state, title, components, message, the expected end and both links in plain text", async () => {
    const { text } = personal(await draw(NOTICE), MANAGE);
    expect(text).toBe(`Identified: Agent tasks <are> delayed & $& waiting
Major impact

Task <queue>: Partial outage
Sessions: Operational

The primary Redis is full.

Hey <!channel> <b>bold</b>

more (https://example.com/a?b=1&c=2)

- one
- two

Expected to be resolved by 14:30 UTC
Next update by 14:20 UTC

Follow this incident: https://status.example.com/incidents/inc123inc123

-- 
You asked for updates from MorningAI.
Manage or unsubscribe: ${MANAGE}
`);
  });

  it("holds no markup of an operator in its HTML, and each recipient's own link alone", async () => {
    const drawn = await draw(NOTICE);
    const { html } = personal(drawn, MANAGE);
    expect(html).toContain("Agent tasks &lt;are&gt; delayed &amp; $&amp; waiting");
    expect(html).toContain("Task &lt;queue&gt;");
    expect(html).toContain("<strong>primary</strong>");
    expect(html).toContain("&lt;b&gt;bold&lt;/b&gt;");
    expect(html).toContain('href="https://example.com/a?b=1&amp;c=2"');
    expect(html).toContain(`href="${MANAGE}"`);
    expect(html).not.toMatch(/x[0-9a-f]{24}x/);
    expect(personal(drawn, "https://other.example/x").html).not.toContain(MANAGE);
  });

  it("fits narrow screens and dark programs", async () => {
    const { html } = personal(await draw(NOTICE), MANAGE);
    expect(html).toContain('name="viewport"');
    expect(html).toContain('<meta name="color-scheme" content="light dark"');
    expect(html).toContain("@media (prefers-color-scheme: dark)");
    expect(html).toContain("max-width:560px");
  });

  it("leaves out what is not known", async () => {
    const { text, html } = personal(await draw({ ...NOTICE, expected: null, components: [] }), MANAGE);
    expect(text).not.toContain("Expected");
    expect(html).not.toContain("Expected");
    expect(text.startsWith("Identified: Agent tasks <are> delayed & $& waiting\nMajor impact\n\nThe primary")).toBe(
      true,
    );
  });

  it("has the same subject for every update of an incident", async () => {
    const first = await draw(NOTICE);
    const last = await draw({ ...NOTICE, status: "resolved", body: "Over." });
    expect(first.subject).toBe("[Status] Agent tasks <are> delayed & $& waiting");
    expect(last.subject).toBe(first.subject);
  });

  it("to confirm carries link and code, and tells who is subscribed already that nothing is needed", async () => {
    const asked = { pageName: "MorningAI", code: "012345", confirmUrl: "https://status.example.com/subscriptions/tok" };
    const fresh = await drawConfirmation({ ...asked, manageUrl: null });
    for (const body of [fresh.text, fresh.html]) {
      expect(body).toContain("012345");
      expect(body).toContain("https://status.example.com/subscriptions/tok");
    }
    const known = await drawConfirmation({ ...asked, manageUrl: MANAGE });
    expect(known.text).toContain("already gets them");
    expect(known.text).toContain(MANAGE);
    expect(known.subject).toBe(fresh.subject);
  });
});

it("a Message-ID is the same at each attempt, differs by subscriber and update, and names no subscriber", () => {
  const of = {
    subject: "incident" as const,
    subjectId: "i",
    updateId: "u",
    subscriberId: "subscriber-1",
    isFirst: false,
  };
  const ids = [of, of, { ...of, subscriberId: "subscriber-2" }, { ...of, updateId: "v" }, { ...of, isFirst: true }].map(
    (one) => threadHeaders("https://status.example.com:8443/x", one).messageId,
  );
  expect(ids[0]).toBe(ids[1]);
  expect(new Set(ids).size).toBe(4);
  expect(ids.join()).not.toContain("subscriber");
  expect(ids.every((id) => id.endsWith("@status.example.com>"))).toBe(true);
});

describe("a Slack message", () => {
  const long = (length: number) => "&".repeat(length);

  it("escapes every word of an operator, so that none of them pings a channel", () => {
    const drawn = drawSlack(
      whatIsTold({
        ...NOTICE,
        headline: "Identified: <!everyone>",
        components: [{ name: "<@U1>", status: "operational" }],
      }),
    );
    const text = JSON.stringify(drawn);
    expect(text).not.toMatch(/<!|<@/);
    expect(drawn.text).toBe("Identified: &lt;!everyone&gt;");
    expect(text).toContain("&lt;!channel&gt;");
    expect(text).toContain("<https://status.example.com/incidents/inc123inc123|Follow this incident>");
  });

  it("stays within Slack's limits and cuts no escaped sign in half", () => {
    const components = Array.from({ length: 200 }, () => ({ name: long(80), status: "major_outage" as const }));
    const drawn = drawSlack(whatIsTold({ ...NOTICE, headline: long(200), body: long(20_000), components }));
    const texts = drawn.blocks.flatMap((block) => ("text" in block ? [block.text.text] : []));
    expect(texts[0]?.length).toBeLessThanOrEqual(150);
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(3_000);
      expect(text).toMatch(/&amp;…$/);
    }
    expect(JSON.stringify(drawn.blocks).length).toBeLessThan(13_000);
  });
});
