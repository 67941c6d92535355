import { writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { Events } from "./events.ts";
import { listen } from "./listen.ts";
import { get, quietLog, startTestFront, until } from "./test-front.ts";

type Listener = { answer: IncomingMessage; heard: () => string; hasEnded: () => boolean; leave: () => void };

function listenTo(url: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, headers: { accept: "text/event-stream" } });
    asked.on("error", reject);
    asked.on("response", (answer) => {
      let heard = "";
      let hasEnded = false;
      answer.on("data", (chunk) => {
        heard += chunk;
      });
      answer.on("end", () => {
        hasEnded = true;
      });
      answer.on("error", () => undefined);
      resolve({ answer, heard: () => heard, hasEnded: () => hasEnded, leave: () => asked.destroy() });
    });
    asked.end();
  });
}

describe("events", () => {
  it("tell every open page of every change", async () => {
    const front = await startTestFront(onTestFinished);
    const listeners = await Promise.all([listenTo(`${front.url}/events`), listenTo(`${front.url}/events?again`)]);
    front.version.is = 7;
    for (const { heard } of listeners)
      await until("the change is told", () => heard().includes('event: change\ndata: {"version":7}\n\n'));
    front.version.is = 8;
    for (const { heard } of listeners) await until("the next one, too", () => heard().includes('{"version":8}'));
    for (const { leave } of listeners) leave();
  });

  it("say first when to come back and which version there is, and are kept by nobody on the way", async () => {
    const front = await startTestFront(onTestFinished);
    await until("the version is known", async () => {
      const listener = await listenTo(`${front.url}/events`);
      await until("it says something", () => listener.heard().includes("\n\n"));
      listener.leave();
      return /^retry: [2-8]\d{3}\nevent: change\ndata: {"version":1}\n\n$/.test(listener.heard());
    });
    const { answer, leave } = await listenTo(`${front.url}/events`);
    expect(answer.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    leave();
  });

  it("have room for so many and tell the next one to come again", async () => {
    const front = await startTestFront(onTestFinished, { eventClientsMax: 2 });
    const first = await listenTo(`${front.url}/events`);
    const second = await listenTo(`${front.url}/events`);
    const third = await get(`${front.url}/events`);
    expect([third.status, third.headers["retry-after"]]).toEqual([503, "30"]);
    first.leave();
    await until("there is room again", async () => {
      const next = await listenTo(`${front.url}/events`);
      next.leave();
      return next.answer.statusCode === 200;
    });
    second.leave();
  });

  it("tell of words in an emergency, which are no new version", async () => {
    const front = await startTestFront(onTestFinished);
    const { heard, leave } = await listenTo(`${front.url}/events`);
    writeFileSync(
      join(front.dataDir, "emergency.json"),
      JSON.stringify({ text: "Redis is down", at: "2026-11-23T14:06:00Z" }),
    );
    await until("it is told", () => heard().includes("event: change\ndata: {}\n\n"));
    leave();
  });

  it("are only to be read", async () => {
    const front = await startTestFront(onTestFinished);
    expect((await get(`${front.url}/events`, {}, "POST", "x")).status).toBe(405);
    expect((await get(`${front.url}/events`, {}, "HEAD")).status).toBe(200);
  });

  it("end with the front", async () => {
    const front = await startTestFront(onTestFinished);
    const { hasEnded } = await listenTo(`${front.url}/events`);
    await front.stop();
    await until("the stream has ended", hasEnded);
  });

  it("let go of a page that does not read", async () => {
    const events = new Events(false);
    const server = await listen(
      0,
      "127.0.0.1",
      (incoming, response) => events.add(incoming, response, 1),
      quietLog([]),
    );
    const { port } = server.address() as { port: number };
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    socket.write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    const reader = await listenTo(`http://127.0.0.1:${port}/events`);
    onTestFinished(() => {
      events.close();
      socket.destroy();
      server.closeAllConnections();
      server.close();
    });
    // The first answer shows that it is there; from then on it reads nothing.
    await new Promise<void>((resolve) => socket.once("data", () => resolve()));
    socket.pause();
    let count = 0;
    await until("it is let go", async () => {
      for (let i = 0; i < 20; i += 1) {
        for (let j = 0; j < 500; j += 1) events.tell(count++);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return (await new Promise<number>((resolve) => server.getConnections((_, open) => resolve(open)))) === 1;
    });
    events.tell(-7);
    await until("the one who reads still hears", () => reader.heard().includes('{"version":-7}'));
    reader.leave();
  });
});
