import { describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront } from "./test-front.ts";

const TOKEN = "a metrics token".replaceAll(" ", "-");

describe("what the front says about itself", () => {
  it("is that it lives, whatever else is gone", async () => {
    const front = await startTestFront(onTestFinished);
    await front.web.fall();
    front.version.is = "gone";
    const answer = await get(`${front.url}/healthz`);
    expect([answer.status, answer.text, answer.headers["cache-control"]]).toEqual([200, "ok\n", "no-store"]);
  });

  it("is whether all behind it serves and writes, with reasons", async () => {
    const ready = await startTestFront(onTestFinished);
    const answer = await get(`${ready.url}/readyz`);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { ready: true, reasons: [] }]);
    const state = { ready: false, reasons: ["The store does not take writes."] };
    const unready = await startTestFront(onTestFinished, { ready: async () => state });
    const refusal = await get(`${unready.url}/readyz`);
    expect([refusal.status, JSON.parse(refusal.text)]).toEqual([503, state]);
  });

  it("is no to readiness when the check itself fails, without saying how", async () => {
    const front = await startTestFront(onTestFinished, {
      ready: () => Promise.reject(new Error("postgres://u:p@host")),
    });
    const answer = await get(`${front.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain("host");
  });

  it("checks readiness once, however many ask: the check writes to the store", async () => {
    let checks = 0;
    const ready = async () => {
      checks += 1;
      return { ready: true, reasons: [] };
    };
    const front = await startTestFront(onTestFinished, { ready });
    await Promise.all(Array.from({ length: 50 }, () => get(`${front.url}/readyz`)));
    expect(checks).toBe(1);
  });
});

describe("metrics", () => {
  it("are read from this machine, but not through a proxy on it", async () => {
    const front = await startTestFront(onTestFinished);
    const answer = await get(`${front.url}/metrics`);
    expect([answer.status, answer.text]).toEqual([200, "status_state_version 1\n"]);
    for (const name of ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
      expect((await get(`${front.url}/metrics`, { [name]: "203.0.113.9" })).status).toBe(403);
  });

  it("are read with the token from anywhere, and with no other", async () => {
    const front = await startTestFront(onTestFinished, { metricsToken: TOKEN });
    const ask = (token: string) =>
      get(`${front.url}/metrics`, { authorization: `Bearer ${token}`, "x-forwarded-for": "203.0.113.9" });
    expect((await ask(TOKEN)).status).toBe(200);
    for (const wrong of [`${TOKEN}x`, TOKEN.slice(1), "x"]) expect((await ask(wrong)).status).toBe(403);
  });

  it("say only that the store does not answer when it does not", async () => {
    const front = await startTestFront(onTestFinished, { metrics: () => Promise.reject(new Error("secret-host")) });
    const answer = await get(`${front.url}/metrics`);
    expect([answer.status, answer.text]).toEqual([503, "The store does not answer.\n"]);
  });
});
