import { describe, expect, it } from "vitest";
import { parseStatusFile } from "./status-file.ts";

const COMPONENTS = "[{ slug: tasks, name: T }, { slug: mail, name: M }, { slug: login, name: L }]";
const read = (...monitors: string[]) =>
  parseStatusFile(
    `components: ${COMPONENTS}\nmonitors:\n${monitors.map((one) => `  - { ${one} }\n`).join("")}`,
    "status.yaml",
    {},
  ).monitors;

const REDIS = 'key: main, type: redis, url: "redis://h", components: [login], roles: { login: sessions }';

describe("a monitor of queues", () => {
  it("takes names alone, and a promise for each or for all", () => {
    const [jobs] = read(
      'key: jobs, type: rq, url: "redis://h", components: [tasks], promise: 1m, queues: [a, { name: b, promise: 2s }]',
    );
    expect(jobs).toMatchObject({
      promise: 60_000,
      every: 5_000,
      queues: [{ name: "a" }, { name: "b", promise: 2_000 }],
    });
  });

  it("becomes one for each component its queues name", () => {
    const monitors = read(
      'key: jobs, type: rq, url: "redis://h", components: [tasks], queues: [a, { name: b, component: mail }, { name: c, component: mail }]',
    );
    expect(monitors).toMatchObject([
      { key: "jobs", components: ["tasks"], queues: [{ name: "a" }] },
      { key: "jobs-mail", components: ["mail"], queues: [{ name: "b" }, { name: "c" }] },
    ]);
    expect(read('key: jobs, type: rq, url: "redis://h", queues: [{ name: b, component: mail }]')).toMatchObject([
      { key: "jobs-mail", components: ["mail"] },
    ]);
  });

  it("waits for the monitor of the same Redis, which speaks for its components as queues", () => {
    const jobs =
      'key: jobs, type: rq, url: "redis://h:6379/2", components: [tasks, login], queues: [a, { name: b, component: mail }]';
    expect(read(jobs, REDIS)).toMatchObject([
      { key: "jobs", waits_for: "main" },
      { key: "jobs-mail", waits_for: "main" },
      {
        key: "main",
        components: ["login", "tasks", "mail"],
        roles: { login: "sessions", tasks: "queue", mail: "queue" },
      },
    ]);
  });

  it("waits for nobody when its Redis is another one, and for whom it is told to", () => {
    const [other] = read('key: jobs, type: rq, url: "redis://h:6380", components: [tasks]', REDIS);
    expect(other).not.toHaveProperty("waits_for");
    const told = read('key: jobs, type: rq, url: "redis://h:6380", components: [tasks], waits_for: main', REDIS);
    expect(told).toMatchObject([{ waits_for: "main" }, { components: ["login", "tasks"] }]);
  });

  it("waits for the monitor of the Sentinels it goes through", () => {
    const sentinels = "sentinels: [a:1, b:1], master: main";
    const theirs = `key: s, type: sentinel, components: [login], ${sentinels}`;
    const jobs = "key: jobs, type: rq, components: [tasks], sentinel: { sentinels: [b:1, c:1], master: main }";
    expect(read(jobs, theirs)).toMatchObject([
      { waits_for: "s", sentinel: { db: 0 } },
      { components: ["login", "tasks"], roles: { tasks: "queue" } },
    ]);
    expect(read(jobs.replace("master: main", "master: other"), theirs)[0]).not.toHaveProperty("waits_for");
  });

  it.each([
    ["that is nowhere", "key: j, type: rq, components: [tasks]", "must have either a url or a sentinel"],
    [
      "without a component",
      'key: j, type: rq, url: "redis://h", queues: [a]',
      "at least one component, or every queue its own",
    ],
    [
      "with an unknown component",
      'key: j, type: rq, url: "redis://h", queues: [{ name: a, component: x }]',
      "“x”, which is not in components",
    ],
    [
      "with a queue twice",
      'key: j, type: rq, url: "redis://h", components: [tasks], queues: [a, a]',
      "names the queue “a” twice",
    ],
    [
      "that waits for nobody there",
      'key: j, type: rq, url: "redis://h", components: [tasks], waits_for: x',
      "“x”, which is not another one",
    ],
    [
      "of BullMQ without queues",
      'key: j, type: bullmq, url: "redis://h", components: [tasks]',
      "must list at least one queue",
    ],
    [
      "with a name no queue has",
      'key: j, type: rq, url: "redis://h", components: [tasks], queues: ["a b"]',
      "name of a queue",
    ],
  ])("is refused %s", (_, monitor, reason) => {
    expect(() => read(monitor)).toThrow(reason);
  });

  it("is refused when the key it would need is taken", () => {
    const taken = 'key: jobs-mail, type: tcp, address: "h:1", components: [mail]';
    const jobs = 'key: jobs, type: rq, url: "redis://h", queues: [{ name: b, component: mail }]';
    expect(() => read(taken, jobs)).toThrow("needs the key “jobs-mail”, which another monitor has");
  });
});
