import { afterEach, expect, it } from "vitest";
import { get, startTestFront, type TestFront } from "./test-front.ts";
import { CSS, nextPage } from "./test-web.ts";

let ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  ends = [];
});

/** A page whose admin has given it this stylesheet. */
async function styled(css: string): Promise<TestFront> {
  const front = await startTestFront((end) => ends.push(end));
  const link = `<link rel="preload" href="/custom.css?v=abc1" as="style"/><link rel="stylesheet" href="/custom.css?v=abc1" data-custom=""/>`;
  front.web.answer = ({ url }, response) => {
    const text = url.startsWith("/custom.css") ? css : url.endsWith(".css") ? CSS : nextPage("Well", link);
    response.writeHead(200, { "content-type": url.includes(".css") ? "text/css" : "text/html" }).end(text);
  };
  return front;
}

const policyOf = ({ headers }: Awaited<ReturnType<typeof get>>) => String(headers["content-security-policy"]);

it("stands in the page behind the page's own, and is let in by its hash alone", async () => {
  const front = await styled('.hero > p::after{content:"</>"}');
  const page = await get(front.url);
  expect(page.text).toMatch(
    /<style>body\{color:#123\}<\/style>[\s\S]*<style>\.hero > p::after\{content:"<\/>"\}<\/style>/,
  );
  expect(page.text).not.toContain("custom.css");
  expect(policyOf(page)).toMatch(/style-src 'sha256-[^ ]+' 'sha256-[^ ;]+';/);
});

it("is loaded from the page's own address when it names pictures, which its policy keeps to the page", async () => {
  const front = await styled(".hero{background:url(/logo.svg)}");
  const page = await get(front.url);
  expect(page.text).toContain('<link rel="stylesheet" href="/custom.css?v=abc1" data-custom=""/>');
  expect(policyOf(page)).toContain("style-src 'self' 'sha256-");
  expect(policyOf(page)).toContain("img-src 'self' data:");
  const sheet = await get(`${front.url}/custom.css?v=abc1`);
  expect([sheet.status, sheet.headers["content-type"]]).toEqual([200, "text/css"]);
  expect(policyOf(sheet)).toContain("sandbox");
});

it("is left out where ?plain asks for the page without it", async () => {
  const front = await styled(".hero{display:none}");
  const plain = await get(`${front.url}/?plain`);
  expect(plain.text).not.toMatch(/custom\.css|display:none/);
  expect(plain.text).toContain(CSS);
  expect((await get(`${front.url}/?plainly`)).text).toContain("display:none");
});
