import { describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront, until } from "./test-front.ts";
import { nextPage, pagesOf } from "./test-web.ts";

const INCIDENT = "/incidents/abc123def456";

/** What the renderer waits for before it answers. */
function gate(): { isOpen: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open };
}

describe("a change", () => {
  it("is on the page of whoever reads it when he is told, though the renderer takes its time", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    const told = await fetch(`${front.url}/events`);
    const words = told.body?.pipeThrough(new TextDecoderStream()).getReader();
    front.web.answer = async (heard, response) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return pagesOf(() => "after")(heard, response);
    };
    front.version.is = 2;
    let heard = "";
    while (!heard.includes('{"version":2}')) heard += (await words?.read())?.value ?? "";
    expect((await get(front.url)).text).toContain("after");
    await words?.cancel();
  });

  it("is not hidden by a page found missing before it: what was asked too early is there the next time", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    const { isOpen, open } = gate();
    let drawings = 0;
    front.web.answer = async (heard, response) => {
      if (heard.url !== INCIDENT || ++drawings > 1) return pagesOf(() => "published")(heard, response);
      await isOpen;
      response.writeHead(404, { "content-type": "text/html" }).end(nextPage("There is no such incident"));
    };
    const early = get(front.url + INCIDENT);
    await until("it is looked for", () => drawings === 1);
    front.version.is = 2;
    await until("the change is known", async () => (await get(front.url)).text.includes("published"));
    open();
    expect((await early).status).toBe(404);
    const next = await get(front.url + INCIDENT);
    expect([next.status, next.text.includes("published")]).toEqual([200, true]);
  });
});

describe("answers that are one person's", () => {
  it.each([
    ["GET", "/console"],
    ["POST", "/console/incidents"],
    ["GET", "/console?_rsc=1"],
    ["GET", "/subscriptions/a-token"],
    ["POST", "/subscriptions/a-token"],
  ])("are kept by nobody on the way: %s %s, whatever the renderer says", async (method, path) => {
    const front = await startTestFront(onTestFinished);
    for (const said of ["no-cache, must-revalidate", "public, s-maxage=600", undefined]) {
      front.web.answer = (_, response) =>
        void response.writeHead(303, { location: "/console", ...(said ? { "cache-control": said } : {}) }).end();
      const answer = await get(front.url + path, {}, method, method === "POST" ? "a=1" : undefined);
      expect([answer.status, answer.headers["cache-control"]]).toEqual([303, "private, no-store"]);
    }
  });
});
