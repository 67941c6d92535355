import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront, type TestFront, until } from "./test-front.ts";
import { pagesOf, variantOf } from "./test-web.ts";

const kept = (front: TestFront, name: "current" | "previous") => join(front.dataDir, "pages", `${name}.json`);

function holds(front: TestFront, name: "current" | "previous", words: string): boolean {
  try {
    return readFileSync(kept(front, name), "utf8").includes(words);
  } catch {
    return false;
  }
}

describe("a front that starts while all else is gone", () => {
  it("shows what it remembered as last confirmed, and the present once the renderer answers", async () => {
    const front = await startTestFront(onTestFinished);
    await get(`${front.url}/history`);
    await until("the pages are on disk", () => holds(front, "current", "/history now"));
    await front.web.fall();
    front.version.is = "gone";
    await front.restart();
    const first = await get(front.url, { "accept-encoding": "gzip" });
    expect([first.status, first.headers["content-encoding"]]).toEqual([200, "gzip"]);
    expect((await get(`${front.url}/history`)).text).toContain("/history last-confirmed");
    await front.web.rise();
    await until("it reads as the present", async () =>
      (await get(`${front.url}/history`)).text.includes("/history now"),
    );
  });

  it("writes what changed within about a second, without waiting for its end", async () => {
    const front = await startTestFront(onTestFinished);
    await until("the first page is on disk", () => holds(front, "current", "/ now"));
    front.web.answer = pagesOf((heard) => `changed ${variantOf(heard)}`);
    front.version.is = 2;
    await until("the change is on disk", () => holds(front, "current", "changed now"));
    expect(holds(front, "previous", "/ now")).toBe(true);
  });

  it.each([
    ["cut off", (text: string) => text.slice(0, text.length / 2)],
    ["altered", (text: string) => text.replace("second now", "second row")],
    ["empty", () => ""],
    ["something else", () => '{"pages":[{"key":"/"}]}'],
  ])("falls back to the generation before when the last one is %s", async (_, damage) => {
    const front = await startTestFront(onTestFinished);
    await until("the first generation is on disk", () => holds(front, "current", "/ now"));
    front.web.answer = pagesOf((heard) => `second ${variantOf(heard)}`);
    front.version.is = 2;
    await until("the second generation is on disk", () => holds(front, "current", "second now"));
    await front.web.fall();
    await front.stop();
    const text = readFileSync(kept(front, "current"), "utf8");
    writeFileSync(kept(front, "current"), damage(text));
    await front.restart();
    expect((await get(front.url)).text).toContain("/ last-confirmed");
    expect(front.said.some((line) => line.includes("damaged"))).toBe(true);
  });

  it("keeps a picture byte for byte, in memory and on disk", async () => {
    const front = await startTestFront(onTestFinished);
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255, 128, 192, 13, 10]);
    const pages = front.web.answer;
    front.web.answer = (heard, response) => {
      if (heard.url !== "/api/cards/index.png") return pages(heard, response);
      response.writeHead(200, { "content-type": "image/png" }).end(picture);
    };
    const first = await get(`${front.url}/index.png`, { "accept-encoding": "br" });
    expect([first.headers["content-type"], first.headers["content-encoding"]]).toEqual(["image/png", undefined]);
    expect(first.bytes).toEqual(picture);
    await until("it is on disk", () => holds(front, "current", "/index.png"));
    await front.web.fall();
    front.version.is = "gone";
    await front.restart();
    expect((await get(`${front.url}/index.png`)).bytes).toEqual(picture);
  });

  it("starts with nothing to remember, too", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    await front.web.fall();
    await front.stop();
    for (const name of ["current", "previous"] as const) writeFileSync(kept(front, name), "damaged");
    await front.restart();
    expect((await get(front.url)).status).toBe(503);
    await front.web.rise();
    await until("it has the page", async () => (await get(front.url)).status === 200);
  });
});

describe("words in an emergency", () => {
  const tell = (front: TestFront, text: string) =>
    writeFileSync(
      join(front.dataDir, "emergency.json"),
      JSON.stringify({ text, at: Date.parse("2026-11-23T14:06:00Z") }),
    );
  const banner =
    '<div class="emergency" role="alert">Redis &lt;b&gt; is down <time datetime="2026-11-23T14:06:00.000Z">23 Nov, 14:06 UTC</time></div>';

  it("are put on top of every page, also while all else is gone, and taken off again", async () => {
    const front = await startTestFront(onTestFinished);
    await get(`${front.url}/history`);
    await front.web.fall();
    tell(front, "Redis <b> is down");
    await until("they are on the page", async () => (await get(front.url)).text.includes(`<body>${banner}`));
    await until("they are on the next", async () =>
      (await get(`${front.url}/history`)).text.includes(`<body>${banner}`),
    );
    expect((await get(`${front.url}/console`)).text).toContain(`<body>${banner}`);
    tell(front, "");
    await until("they are gone", async () => !(await get(front.url)).text.includes("emergency"));
  });

  it("are there from the first answer after a start, and are not kept with the pages", async () => {
    const front = await startTestFront(onTestFinished);
    await until("the page is on disk", () => holds(front, "current", "/ now"));
    tell(front, "Redis <b> is down");
    await until("they are on the page", async () => (await get(front.url)).text.includes(banner));
    await front.web.fall();
    await front.restart();
    expect((await get(front.url)).text.split(banner)).toHaveLength(2);
    expect(holds(front, "current", "emergency")).toBe(false);
  });

  it("that cannot be read change nothing", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    writeFileSync(join(front.dataDir, "emergency.json"), "{ torn");
    await until("it was noticed", () => front.said.some((line) => line.includes("emergency.json")));
    expect((await get(front.url)).status).toBe(200);
  });
});
