import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { startFront } from "./main.ts";
import { get, startTestFront, until } from "./test-front.ts";

describe("listening", () => {
  it("says in words that the port is taken, and by which setting to choose another", async () => {
    const front = await startTestFront(onTestFinished);
    await expect(startFront({ ...front.options, port: front.port })).rejects.toThrow(
      `Port ${front.port} is already in use, perhaps by another Pulsepage. Stop that one, or set PORT to another number.`,
    );
    expect((await get(front.url)).status).toBe(200);
  });

  it("says in words that the address is none of this machine", async () => {
    const front = await startTestFront(onTestFinished);
    await expect(startFront({ ...front.options, host: "203.0.113.9", port: 0 })).rejects.toThrow(
      /Nothing can listen on 203\.0\.113\.9:0 .* Check HOST and PORT\./,
    );
  });
});

it("says in words that the renderer is not reached over https", async () => {
  const front = await startTestFront(onTestFinished);
  await expect(startFront({ ...front.options, port: 0, webUrl: "https://web.example.test" })).rejects.toThrow(
    "WEB_URL must start with http://",
  );
});

describe("stopping", () => {
  it("lets what is being answered be answered, takes nothing new, and does not wait for idle connections", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    let release: () => void = () => undefined;
    front.web.answer = (_, response) => {
      release = () => void response.end("done");
    };
    const asked = get(`${front.url}/console`);
    await until("the renderer is asked", () => front.web.heard.some((heard) => heard.url === "/console"));
    const idle = connect(front.port, "127.0.0.1").on("error", () => undefined);
    const hasLeft = new Promise((resolve) => idle.on("close", resolve));
    await new Promise((resolve) => idle.once("connect", resolve));
    idle.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => idle.once("data", resolve));
    const stopped = front.stop();
    await until("nothing new is taken", () =>
      get(front.url).then(
        () => false,
        () => true,
      ),
    );
    release();
    expect((await asked).text).toBe("done");
    await stopped;
    await hasLeft;
  });
});
