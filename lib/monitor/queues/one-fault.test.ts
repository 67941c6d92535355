import { expect, it } from "vitest";
import { openLaboratory } from "#e2e/laboratory/laboratory.ts";
import { eventually } from "#e2e/product.ts";
import { startRedis } from "#e2e/redis-server.ts";
import { openSqlite } from "#e2e/stores.ts";
import { openIncidentOf } from "#lib/store/automatic-incidents.ts";
import { impactsOf } from "#lib/store/incident-updates.ts";
import { findMonitor } from "#lib/store/signals.ts";

const COMPONENTS = ["login", "tasks", "mail", "other"].map((slug) => `{ slug: ${slug}, name: ${slug} }`).join(", ");

it("one Redis that fails under queues is one incident of all their components, and none is left green", async (test) => {
  const redis = await startRedis();
  test.onTestFinished(() => redis.stop());
  const store = await openSqlite();
  test.onTestFinished(async () => store[Symbol.asyncDispose]());
  const laboratory = await openLaboratory(
    store.db,
    `components: [${COMPONENTS}]
monitors:
  - { key: jobs, type: rq, url: "${redis.url}/0", every: 1s, components: [tasks], queues: [default, { name: mails, component: mail }] }
  - { key: alone, type: rq, url: "redis://localhost:${redis.port}", every: 1s, components: [other] }
  - { key: main, type: redis, url: "${redis.url}", every: 250ms, components: [login], roles: { login: sessions } }`,
  );
  test.onTestFinished(() => laboratory.stop());
  // By another name nobody knows that it is the same Redis: that one tells of it itself.
  const page = async () => (await laboratory.verdict("main"))?.page;
  const all = (status: string) => ({ login: status, tasks: status, mail: status, other: status });
  const shows = (status: string) => async () => JSON.stringify(await page()) === JSON.stringify(all(status));
  await eventually("all well", shows("operational"));
  await redis.kill("SIGKILL");
  await eventually("all out", shows("major_outage"));
  // The queues' monitors look once a second, as that one does: they have had their turn.
  const incidentOf = async (key: string) => openIncidentOf(store.db, (await findMonitor(store.db, key))?.id ?? "");
  const incident = await incidentOf("main");
  expect([...(await impactsOf(store.db, incident?.id ?? "")).values()]).toEqual([
    "major_outage",
    "major_outage",
    "major_outage",
  ]);
  expect((await incidentOf("alone"))?.cause).toBe("conn.refused");
  expect([await incidentOf("jobs"), await incidentOf("jobs-mail")]).toEqual([undefined, undefined]);
  await redis.restart();
  await eventually("all well again", shows("operational"));
  expect((await laboratory.verdict("jobs"))?.status).toBe("operational");
});
