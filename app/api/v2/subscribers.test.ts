import { describe, expect, it, onTestFinished } from "vitest";
import { startDocuments } from "#app/test-documents.ts";
import { openSqlite } from "#e2e/stores.ts";
import { get } from "#lib/front/test-front.ts";
import { tellStory } from "#lib/publish/test-page.ts";
import { listSubscribers } from "#lib/store/subscribers.ts";

const JSON_TEXT = "application/json";
const FORM = "application/x-www-form-urlencoded";

async function page() {
  const front = await startDocuments(onTestFinished, openSqlite);
  await tellStory(front.db, Date.now());
  const post = async (type: string, body: string) => {
    const answer = await get(`${front.url}/api/v2/subscribers.json`, { "content-type": type }, "POST", body);
    return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.text) };
  };
  return { ...front, post, known: () => listSubscribers(front.db, {}, 10) };
}

describe("POST /api/v2/subscribers.json", () => {
  it.each([
    ["as JSON", JSON_TEXT, '{"subscriber":{"email":"ada@example.test"}}'],
    ["as flat JSON", JSON_TEXT, '{"email":"ada@example.test"}'],
    ["as a form", FORM, "subscriber[email]=ada%40example.test"],
  ])("takes an address %s, in Statuspage's shape, and waits for its owner", async (_, type, body) => {
    const { post, known } = await page();
    const answer = await post(type, body);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      page: { name: "Brindle Tasks" },
      can_select_components: true,
      mode: "email_sms",
      email: "ada@example.test",
    });
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect((await known()).map((one) => [one.target, one.state])).toEqual([["ada@example.test", "pending"]]);
    expect((await post(type, body)).body).toEqual(answer.body);
    expect(await known()).toHaveLength(1);
  });

  it("takes the components that are chosen, by slug or id", async () => {
    const { post, known } = await page();
    await post(
      FORM,
      "subscriber[email]=a%40example.test&subscriber[component_ids][]=jobs&subscriber[component_ids][]=sessions",
    );
    expect((await known())[0]?.componentIds).toHaveLength(2);
  });

  it.each([
    ["nothing", "{}", /email or endpoint/],
    ["no JSON", "{", /email or endpoint/],
    ["no address", '{"email":"nobody"}', /email address/],
    ["an unknown component", '{"email":"a@example.test","component_id":"none"}', /does not exist/],
    ["one incident", '{"email":"a@example.test","incident_id":"x"}', /one incident/],
    ["an endpoint inside", '{"endpoint":"http://127.0.0.1:80/x"}', /./],
  ])("refuses %s with 422 and a reason", async (_, body, reason) => {
    const { post, known } = await page();
    const answer = await post(JSON_TEXT, body);
    expect([answer.status, answer.body.error]).toEqual([422, expect.stringMatching(reason)]);
    expect(await known()).toEqual([]);
  });

  it("may be asked by scripts of any page, and not too often", async () => {
    const { url, post } = await page();
    const asked = await get(`${url}/api/v2/subscribers.json`, { "access-control-request-method": "POST" }, "OPTIONS");
    expect([asked.status, asked.headers["access-control-allow-headers"]]).toEqual([204, "content-type"]);
    for (let i = 0; i < 20; i += 1) await post(JSON_TEXT, `{"email":"a${i}@example.test"}`);
    const late = await post(JSON_TEXT, '{"email":"late@example.test"}');
    expect(late.status).toBe(429);
    expect(Number(late.headers["retry-after"])).toBeGreaterThan(0);
  });
});
