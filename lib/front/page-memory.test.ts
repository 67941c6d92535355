import { brotliDecompressSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront, until } from "./test-front.ts";
import { nextPage, pagesOf, variantOf } from "./test-web.ts";

const INCIDENT = "/incidents/abc123def456";
const many = (count: number, ask: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, ask));

describe("page memory", () => {
  it("draws a page once, however many ask for it at the same time", async () => {
    const front = await startTestFront(onTestFinished);
    await many(200, () => get(front.url + INCIDENT));
    expect(front.web.asked().filter((path) => path.startsWith(INCIDENT))).toEqual([
      INCIDENT,
      `${INCIDENT} (last-confirmed)`,
    ]);
  });

  it("draws every page once after a change, and every reader sees the change", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    await get(front.url + INCIDENT);
    front.web.heard.length = 0;
    front.web.answer = pagesOf(() => "after");
    front.version.is = 2;
    await until("both were drawn anew", async () => {
      const [first, incident] = await Promise.all([get(front.url), get(front.url + INCIDENT)]);
      return first.text.includes("after") && incident.text.includes("after");
    });
    const answers = await many(200, () => get(front.url));
    expect(answers.every((answer) => (answer as { text: string }).text.includes("after"))).toBe(true);
    expect(front.web.asked().filter((path) => path === "/")).toEqual(["/"]);
    expect(front.web.asked().filter((path) => path === INCIDENT)).toEqual([INCIDENT]);
    expect(front.web.asked()[0]).toBe("/");
  });

  it("never takes a page for newer than it was drawn: a change during the drawing draws it once more", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let drawings = 0;
    front.web.answer = async (heard, response) => {
      if (heard.url === "/" && variantOf(heard) === "now" && ++drawings === 1) {
        front.version.is = 3;
        await held;
        return pagesOf(() => "of version 2")(heard, response);
      }
      return pagesOf(() => "of version 3")(heard, response);
    };
    front.version.is = 2;
    await until("the drawing of version 2 has begun", () => drawings === 1);
    await new Promise((resolve) => setTimeout(resolve, 600));
    release();
    await until("the page is of version 3", async () => (await get(front.url)).text.includes("of version 3"));
    expect(drawings).toBe(2);
  });

  it("asks without cookies and without a query, and answers the same to everybody", async () => {
    const front = await startTestFront(onTestFinished);
    const plain = await get(`${front.url}/history`);
    const odd = await get(`${front.url}/history?utm_source=x&a=1`, { cookie: "session=secret", rsc: "1" });
    expect(odd.bytes.equals(plain.bytes)).toBe(true);
    expect(front.web.asked().filter((path) => path.startsWith("/history"))).toEqual([
      "/history",
      "/history (last-confirmed)",
    ]);
    expect(front.web.heard.some((heard) => heard.headers.cookie !== undefined)).toBe(false);
    expect(front.web.heard.every((heard) => heard.headers.host === "status.example.test")).toBe(true);
  });

  it("keeps one document per component where the address allows it", async () => {
    const front = await startTestFront(onTestFinished);
    front.web.answer = (heard, response) =>
      void response.writeHead(200, { "content-type": "image/svg+xml" }).end(`<svg>${heard.url}</svg>`);
    const all = await get(`${front.url}/badge.svg?utm=1`);
    const one = await get(`${front.url}/badge.svg?component=task-queue`);
    expect(all.text).toBe("<svg>/badge.svg</svg>");
    expect(one.text).toBe("<svg>/badge.svg?component=task-queue</svg>");
    expect(one.headers["access-control-allow-origin"]).toBe("*");
    expect(one.headers["content-security-policy"]).toContain("sandbox");
  });

  it("draws a page anew every thirty seconds, so that the age it states stays true", async () => {
    const front = await startTestFront(onTestFinished);
    front.web.answer = pagesOf(() => `Checked ${front.now.at}`);
    await get(front.url);
    front.now.at += 31_000;
    await until("the page states its new age", async () => (await get(front.url)).text.includes(`${front.now.at}`));
  });

  it("goes on showing the page when the renderer is gone, and after a minute shows it as last confirmed", async () => {
    const front = await startTestFront(onTestFinished);
    expect((await get(front.url)).text).toContain("/ now");
    await front.web.fall();
    front.now.at += 59_000;
    await until("a drawing has failed", () => front.said.some((line) => line.includes("could not be drawn")));
    const still = await get(front.url);
    expect([still.status, still.text.includes("/ now")]).toEqual([200, true]);
    front.now.at += 2_000;
    await until("it reads as last confirmed", async () => (await get(front.url)).text.includes("/ last-confirmed"));
    await front.web.rise();
    await until("it reads as the present again", async () => (await get(front.url)).text.includes("/ now"));
  });

  it("shows the page as last confirmed when the clock is set back and nothing can be renewed", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    await front.web.fall();
    front.now.at -= 3_600_000;
    await until("it reads as last confirmed", async () => (await get(front.url)).text.includes("/ last-confirmed"));
  });

  it("keeps the copy that is there when the renderer fails, and leaves it alone for longer each time", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    let failures = 0;
    front.web.answer = (_, response) => {
      failures += 1;
      response.writeHead(500, { "content-type": "text/html" }).end("Error: stack at secret.ts");
    };
    front.version.is = 2;
    await until("three drawings have failed", () => failures >= 3);
    const answers = await many(50, () => get(front.url));
    expect(answers.every((answer) => (answer as { text: string }).text.includes("/ now"))).toBe(true);
    // 250 ms, 500 ms, 1 s … : the fiftieth reader costs no drawing.
    expect(failures).toBeLessThan(6);
  });

  it("does not make readers wait for a renderer that hangs", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    let isAsked = false;
    front.web.answer = () => {
      isAsked = true;
    };
    front.version.is = 2;
    await until("the renderer is asked", () => isAsked);
    await get(front.url);
    const begun = performance.now();
    const answer = await get(front.url);
    expect(answer.text).toContain("/ now");
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it("refuses a page with parts that would only come by script, and keeps the copy that is there", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    front.web.answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(nextPage(`<!--$?--><template id="B:0"></template>Loading<!--/$-->`));
    };
    front.version.is = 2;
    await until("it was refused", () => front.said.some((line) => line.includes("late parts")));
    expect((await get(front.url)).text).toContain("/ now");
  });

  it("passes a page that cannot be kept on as the renderer has it when there is no older copy", async () => {
    const front = await startTestFront(onTestFinished);
    front.web.answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(nextPage(`<div hidden="" id="S:0">late</div>`));
    };
    const answer = await get(`${front.url}/uptime`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("__next_f");
    expect(answer.headers["cache-control"]).toBe("private, no-store");
  });

  it("remembers for a moment that there is no such page, and looks again after a change", async () => {
    const front = await startTestFront(onTestFinished);
    let isThere = false;
    front.web.answer = (heard, response) => {
      if (isThere || heard.url !== INCIDENT) return pagesOf(() => "here")(heard, response);
      response.writeHead(404, { "content-type": "text/html" }).end(nextPage("There is no such incident"));
    };
    const answer = await get(front.url + INCIDENT);
    await many(20, () => get(front.url + INCIDENT));
    expect(answer.status).toBe(404);
    expect(answer.text).toContain("There is no such incident.");
    expect(answer.text).not.toContain("__next_f");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(front.web.asked().filter((path) => path === INCIDENT)).toHaveLength(1);
    isThere = true;
    front.version.is = 2;
    await until("it is there", async () => (await get(front.url + INCIDENT)).status === 200);
  });

  it("says itself that there is no such page where the renderer would say it by script alone", async () => {
    const front = await startTestFront(onTestFinished);
    front.web.answer = (_, response) =>
      void response
        .writeHead(404, { "content-type": "text/html" })
        .end(nextPage("Not found").replace("<html", '<html id="__next_error__"'));
    const page = await get(front.url + INCIDENT);
    await get(front.url + INCIDENT);
    expect([page.status, page.headers["cache-control"]]).toEqual([404, "no-store"]);
    expect(page.text).toContain("There is no such page here");
    expect(page.text).not.toContain("<script");
    expect(front.web.asked().filter((path) => path === INCIDENT)).toHaveLength(1);
    const api = await get(`${front.url}/api/v2/incidents/abc123def456.json`);
    expect(JSON.parse(api.text)).toMatchObject({ status: 404 });
  });

  it("forgets a page that is no longer there", async () => {
    const front = await startTestFront(onTestFinished);
    expect((await get(front.url + INCIDENT)).status).toBe(200);
    front.web.answer = (_, response) =>
      void response.writeHead(404, { "content-type": "text/html" }).end(nextPage("Gone"));
    front.version.is = 2;
    await until("it is gone", async () => (await get(front.url + INCIDENT)).status === 404);
  });

  it("says calmly that it is starting when nothing is remembered and the renderer is not there", async () => {
    const front = await startTestFront(onTestFinished, { webUrl: "http://127.0.0.1:1" });
    const page = await get(front.url);
    expect(page.status).toBe(503);
    expect(page.headers["retry-after"]).toBe("2");
    expect(page.text).toContain("The status page is starting.");
    expect((await get(`${front.url}/api/v2/summary.json`)).headers["content-type"]).toContain("problem+json");
  });

  it("holds no more than three hundred pages, and never lets go of the front page", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    const paths = Array.from({ length: 320 }, (_, i) => `/incidents/${String(i).padStart(12, "0")}`);
    for (const path of paths) await get(front.url + path, { cookie: "a=b" });
    await front.web.fall();
    expect((await get(front.url)).status).toBe(200);
    expect((await get(front.url + paths.at(-1))).status).toBe(200);
    const answers = await Promise.all(paths.map((path) => get(front.url + path, { cookie: "a=b" })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(299);
  });

  it("packs a page that stays as small as it gets, and says the same", async () => {
    const front = await startTestFront(onTestFinished);
    const words = Array.from({ length: 400 }, (_, i) => `Component ${(i * 7919) % 1000} is operational`).join(", ");
    front.web.answer = pagesOf(() => words);
    const quick = await get(front.url, { "accept-encoding": "br" });
    front.now.at += 11_000;
    await until("it is smaller", async () => {
      const answer = await get(front.url, { "accept-encoding": "br" });
      expect(brotliDecompressSync(answer.bytes).equals(brotliDecompressSync(quick.bytes))).toBe(true);
      return answer.bytes.length < quick.bytes.length;
    });
  });
});
