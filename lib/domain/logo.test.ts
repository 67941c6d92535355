import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LOGO_BYTES_MAX, readLogo } from "./logo.ts";

const svg = (inside: string, root = 'viewBox="0 0 40 10"') =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" ${root}>${inside}</svg>`);

it("knows pictures by what is in them, and how wide they are for their height", () => {
  expect(readLogo(svg('<path d="M0 0h4"/>'))).toMatchObject({ kind: "svg", ratio: 4 });
  expect(readLogo(svg("", 'width="30" height="10px"'))).toMatchObject({ kind: "svg", ratio: 3 });
  expect(readLogo(readFileSync("docs/page.png").subarray(0, 1_000))).toMatchObject({ kind: "png" });
  const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 10, 0, 20, 1, 0, 0, 0]);
  expect(readLogo(jpeg)).toMatchObject({ kind: "jpg", ratio: 2 });
  const webp = Buffer.alloc(30);
  webp.write("RIFF\0\0\0\0WEBPVP8X", "latin1");
  webp.writeUIntLE(59, 24, 3);
  webp.writeUIntLE(19, 27, 3);
  expect(readLogo(webp)).toMatchObject({ kind: "webp", ratio: 3 });
});

it.each([
  ["a script", svg("<script>alert(1)</script>"), /script/],
  ["a script of another name", svg("<svg:script>1</svg:script>"), /script/],
  ["an event handler", svg('<path onload="alert(1)"/>'), /event handler/],
  ["foreign content", svg("<foreignObject><p>x</p></foreignObject>"), /foreign/],
  ["a link outside", svg('<image href="https://example.com/x.png"/>'), /another file/],
  ["a style that loads", svg("<style>a{fill:url(https://example.com)}</style>"), /another file/],
  ["a document type", new TextEncoder().encode('<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"></svg>'), /PNG/],
  ["no size", svg("", 'data-x=""'), /width and height/],
  ["HTML by the name of a picture", new TextEncoder().encode("<html><script>1</script></html>"), /PNG/],
  ["a ribbon", svg("", 'viewBox="0 0 100 1"'), /no room/],
  ["too much", new Uint8Array(LOGO_BYTES_MAX + 1), /at most 100 KB/],
])("refuses %s", (_, bytes, words) => {
  expect(() => readLogo(bytes)).toThrow(words);
});
