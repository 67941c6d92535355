import { expect, it } from "vitest";
import { chooseEncoding } from "./accept-encoding.ts";

it.each([
  [undefined, "identity"],
  ["", "identity"],
  ["gzip, deflate, br", "br"],
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["GZIP", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["br;q=0.0, gzip;q=0.000", "identity"],
  ["gzip;q=0.9, br;q=0.8", "gzip"],
  ["br ; q=0.5 , gzip ; q=0.5", "br"],
  ["*", "br"],
  ["*, br;q=0", "gzip"],
  ["*;q=0", "identity"],
  ["*;q=0, gzip", "gzip"],
  ["identity", "identity"],
  ["identity;q=1, gzip;q=0.5", "identity"],
  ["identity;q=0, gzip", "gzip"],
  ["deflate, zstd", "identity"],
  ["br;q=2", "identity"],
  ["br;q=x, gzip", "gzip"],
  [",,;;q=1,", "identity"],
])("of %j it takes %s", (accept, encoding) => {
  expect(chooseEncoding(accept)).toBe(encoding);
  expect(chooseEncoding(accept)).toBe(encoding);
});

it("takes the same of the same, however many different ones came before", () => {
  for (let i = 1; i <= 500; i += 1)
    expect(chooseEncoding(`x-${i}, ${i % 2 ? "gzip" : "br"}`)).toBe(i % 2 ? "gzip" : "br");
  for (let i = 0; i < 2; i += 1) expect(chooseEncoding("br;q=0, gzip, after-many")).toBe("gzip");
});
