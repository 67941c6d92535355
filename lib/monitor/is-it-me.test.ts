import { afterEach, describe, expect, it } from "vitest";
import { type MonitorSettings, parseStatusFile } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { createLog } from "#lib/log.ts";
import { IsItMe, type Senses } from "./is-it-me.ts";
import { StallWatch } from "./stall.ts";
import { placesOf } from "./watched-places.ts";

const YAML = `components: [{ slug: it, name: It }]
monitors:
  - { key: first, type: redis, url: "redis://192.0.2.1:6380", components: [it] }
  - { key: second, type: http, url: "https://api.example/health", components: [it] }
  - { key: third, type: tcp, address: "[2001:db8::5]:443", components: [it] }
  - { key: here, type: redis, url: "redis://localhost", components: [it] }
  - { key: many, type: cluster, nodes: ["redis://192.0.2.1:7000", "redis://192.0.2.7:7001"], components: [it] }
`;
const { monitors } = parseStatusFile(YAML, "status.yaml", {});
const named = (key: string) => monitors.find((one) => one.key === key) as MonitorSettings;

const looks = (status: Observation["status"], cause: string | null): Observation => ({
  at: 0,
  status,
  cause,
  confirmed: true,
  latencyMs: null,
  facts: {},
});
const silent = looks("major_outage", "conn.timeout");

describe("is it me?", () => {
  const open: IsItMe[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.stop();
  });
  const ask = (senses: Partial<Senses>, of: readonly MonitorSettings[] = monitors) => {
    const me = new IsItMe(of, createLog("silent", "test"), {
      stalled: () => false,
      hasNetwork: () => true,
      answers: async () => false,
      ...senses,
    });
    open.push(me);
    return me;
  };

  it("believes a silence while anybody else answers", async () => {
    expect(await ask({ answers: async ({ port }) => port === 443 }).weigh(named("first"), silent)).toEqual(silent);
    const heard = ask({});
    await heard.weigh(named("second"), looks("operational", null));
    expect(await heard.weigh(named("first"), silent)).toEqual(silent);
    await heard.weigh(named("second"), looks("major_outage", "conn.refused"));
    expect(await heard.weigh(named("first"), silent)).toEqual(silent);
  });

  it("says nothing when nobody can be heard, or there is no network", async () => {
    expect((await ask({}).weigh(named("first"), silent)).status).toBeNull();
    const alone = [named("first")];
    expect((await ask({ hasNetwork: () => false }, alone).weigh(named("first"), silent)).status).toBeNull();
  });

  it("believes what it alone watches, what is on this host, and every answer that is a refusal", async () => {
    expect(await ask({}, [named("first")]).weigh(named("first"), silent)).toEqual(silent);
    expect(await ask({ hasNetwork: () => false }).weigh(named("here"), silent)).toEqual(silent);
    const refused = looks("major_outage", "conn.refused");
    expect(await ask({ hasNetwork: () => false }).weigh(named("first"), refused)).toEqual(refused);
  });

  it("says nothing of a silence while this process was held up itself", async () => {
    const me = ask({ stalled: () => true, answers: async () => true });
    expect((await me.weigh(named("first"), silent)).status).toBeNull();
    expect((await me.weigh(named("here"), silent)).status).toBeNull();
    expect((await me.weigh(named("first"), looks("operational", null))).status).toBe("operational");
  });
});

it("knows where every kind of monitor looks", () => {
  expect(monitors.map((one) => placesOf(one))).toEqual([
    [{ host: "192.0.2.1", port: 6380 }],
    [{ host: "api.example", port: 443 }],
    [{ host: "2001:db8::5", port: 443 }],
    [{ host: "localhost", port: 6379 }],
    [
      { host: "192.0.2.1", port: 7000 },
      { host: "192.0.2.7", port: 7001 },
    ],
  ]);
});

it("notices that this process was held up, and forgets it when it is long past", () => {
  const watch = new StallWatch();
  const until = performance.now() + 500;
  while (performance.now() < until);
  expect(watch.stalled(1_000)).toBe(true);
  expect(watch.stalled(-1)).toBe(false);
  watch.stop();
});
