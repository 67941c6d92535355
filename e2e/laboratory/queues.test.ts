import { expect, it } from "vitest";
import { eventually } from "#e2e/product.ts";
import { startRedis } from "#e2e/redis-server.ts";
import { startRq } from "#e2e/rq.ts";
import { openSqlite } from "#e2e/stores.ts";
import { openIncidentOf } from "#lib/store/automatic-incidents.ts";
import { findMonitor } from "#lib/store/signals.ts";
import { openLaboratory } from "./laboratory.ts";

it("workers that die take down the component of their queue and no other, until new ones are there", {
  timeout: 90_000,
}, async (test) => {
  const redis = await startRedis();
  test.onTestFinished(() => redis.stop());
  const rq = startRq(redis.url);
  test.onTestFinished(() => rq.stop());
  const store = await openSqlite();
  test.onTestFinished(async () => store[Symbol.asyncDispose]());
  rq.worker("alpha", ["default"]);
  const mailer = rq.worker("mailer", ["mails"]);
  const laboratory = await openLaboratory(
    store.db,
    `components: [{ slug: tasks, name: Tasks }, { slug: mail, name: Mail }]
monitors:
  - { key: jobs, type: rq, url: "${redis.url}", every: 1s, components: [tasks], queues: [default, { name: mails, component: mail }] }`,
  );
  test.onTestFinished(() => laboratory.stop());
  const mails = () => laboratory.verdict("jobs-mail");
  const page = async () => (await mails())?.page;
  await rq.enqueue("default", "ok");
  await rq.enqueue("mails", "ok");
  await eventually("all well", async () => {
    const [one, other] = [await laboratory.verdict("jobs"), await mails()];
    const areThere = one?.facts.workers_serving === 1 && other?.facts.workers_serving === 1;
    return areThere && one.page.mail === "operational" && other.diagnoses.length === 0;
  });
  await mailer.kill("SIGKILL");
  await eventually("mail is out", async () => (await page())?.mail === "major_outage");
  expect(await mails()).toMatchObject({ cause: "rq.no_workers", page: { tasks: "operational" } });
  const incident = await openIncidentOf(store.db, (await findMonitor(store.db, "jobs-mail"))?.id ?? "");
  expect(incident).toMatchObject({ title: "Mail is unavailable", cause: "rq.no_workers" });
  rq.worker("successor", ["mails"]);
  await eventually("mail is back", async () => (await page())?.mail === "operational");
  expect((await mails())?.diagnoses.map((one) => one.cause)).toEqual(["rq.ghost_workers"]);
});
