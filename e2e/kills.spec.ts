import { expect, test } from "@playwright/test";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { startSlackSink } from "#e2e/slack-sink.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";

const TOKEN = "e2e-admin-token-of-at-least-32-characters";
/** The long form: `KILLS=100 node bin/test.ts browser e2e/kills.spec.ts`. */
const KILLS = Math.max(21, Number(process.env.KILLS) || 0);
const INCIDENTS = Math.ceil((KILLS * 6) / 21);
/** The seed of another run: what was found with one is found again with it. */
const SEED = Number(process.env.KILLS_SEED) || 20261123;
/** What a worker has sent and not yet written down when it is killed, at most. */
const IN_FLIGHT = 60;
const READERS = ["a@morning.example", "b@morning.example", "c@morning.example"];

/** Numbers that look random and are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Posts until it is accepted, always with the same key: what was lost on the way is not posted twice. */
async function post(product: Product, path: string, key: string, body: object): Promise<{ id: string }> {
  return eventually(
    `${path} to be accepted`,
    async () => {
      const answer = await fetch(`${product.url}/api/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify(body),
      }).catch(() => null);
      if (answer && answer.status >= 400 && answer.status < 429) throw new Error(await answer.text());
      return answer?.status === 201 ? ((await answer.json()) as { id: string }) : null;
    },
    60_000,
  );
}

async function answers(product: Product): Promise<boolean> {
  const answer = await fetch(`${product.url}/api/v1/incidents?limit=1`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  }).catch(() => null);
  await answer?.arrayBuffer().catch(() => null);
  return answer?.ok ?? false;
}

test("no accepted update and no notice is lost when its processes are killed at any moment", async () => {
  test.setTimeout(60_000 + KILLS * 9_000);
  const roll = dice(SEED);
  await using smtp = await startSmtpSink();
  await using slack = await startSlackSink();
  const product = await startProduct({
    env: {
      ADMIN_TOKEN: TOKEN,
      REDIS_URL: "redis://127.0.0.1:1",
      SMTP_URL: smtp.url,
      SLACK_WEBHOOK_URL: slack.url,
      OUTBOUND_ALLOW: slack.address,
    },
  });
  try {
    for (const target of READERS)
      await post(product, "/subscribers", target, { channel: "email", target, confirmed: true });

    let isPosting = true;
    let kills = 0;
    const killing = (async () => {
      while (isPosting || kills < KILLS) {
        const part = (["worker", "web", "front"] as const)[kills % 3] as "worker" | "web" | "front";
        // On a busy machine a web may take longer to start than the pause is: what is never there accepts nothing.
        if (part === "web") await eventually("the web to be there", () => answers(product), 60_000);
        await new Promise((resolve) => setTimeout(resolve, 100 + roll() * 700));
        try {
          process.kill(product.pid(part), "SIGKILL");
          kills += 1;
        } catch {
          // It is just being started again.
        }
      }
    })();

    const accepted: { incident: string; title: string; bodies: string[] }[] = [];
    for (let i = 0; i < INCIDENTS; i += 1) {
      const title = `Story ${i}`;
      const { id } = await post(product, "/incidents", `open ${i}`, { title, body: `${title}, first.` });
      const story = { incident: id, title, bodies: [`${title}, first.`] };
      for (const word of ["second", "third"]) {
        await post(product, `/incidents/${id}/updates`, `${word} ${i}`, {
          body: `${title}, ${word}.`,
          status: "identified",
        });
        story.bodies.push(`${title}, ${word}.`);
      }
      accepted.push(story);
    }
    isPosting = false;
    await killing;
    expect(kills).toBeGreaterThanOrEqual(KILLS - 1);

    const mails = () =>
      READERS.flatMap((reader) =>
        smtp.received
          .filter((one) => one.recipients[0] === reader)
          .map((one) => ({ reader, text: one.mail.text ?? "", id: one.mail.messageId })),
      );
    const owed = READERS.flatMap((reader) =>
      accepted.flatMap((story) => story.bodies.map((body) => ({ reader, body }))),
    );
    await eventually(
      "every notice to arrive",
      () =>
        owed.every(({ reader, body }) => mails().some((mail) => mail.reader === reader && mail.text.includes(body))),
      90_000,
    );
    await eventually(
      "Slack to hear everything",
      () => accepted.every((story) => story.bodies.every((body) => JSON.stringify(slack.accepted).includes(body))),
      90_000,
    );

    // Twice comes only what was on its way when its worker was killed.
    expect(mails().length - owed.length).toBeLessThanOrEqual(Math.ceil(kills / 3) * IN_FLIGHT);
    for (const { reader, body } of owed) {
      // What arrives twice says so by its Message-ID.
      expect(
        new Set(
          mails()
            .filter((mail) => mail.reader === reader && mail.text.includes(body))
            .map((mail) => mail.id),
        ).size,
      ).toBe(1);
    }
    for (const reader of READERS) {
      for (const story of accepted) {
        const places = story.bodies.map((body) =>
          mails().findIndex((mail) => mail.reader === reader && mail.text.includes(body)),
        );
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
    }
    const page = await eventually("the page", async () => {
      const text = await (await fetch(product.url).catch(() => null))?.text();
      return text && accepted.every((story) => text.includes(`${story.title}, third.`)) ? text : null;
    });
    expect(page).toContain("Story 0");
    const listed = (await (
      await fetch(`${product.url}/api/v1/incidents?limit=200`, { headers: { authorization: `Bearer ${TOKEN}` } })
    ).json()) as { items: { id: string; title: string; updates: unknown[] }[] };
    const stories = listed.items.filter((one) => one.title.startsWith("Story"));
    expect(stories.map((one) => one.id).sort()).toEqual(accepted.map((one) => one.incident).sort());
    for (const story of stories) expect(story.updates).toHaveLength(3);
  } finally {
    await product.stop();
    product.remove();
  }
});
