import { describe, expect, it } from "vitest";
import { readAsked } from "./asked.ts";

describe("what a request asks for", () => {
  it("is found however the headers are spelled", () => {
    const asked = readAsked(["HOST", "a", "ACCEPT-Encoding", "gzip, deflate, br", "if-None-match", '"x"']);
    expect(asked).toEqual({ encoding: "br", ifNoneMatch: '"x"', isForFramework: false });
  });

  it("is the plain page when nothing is said", () => {
    expect(readAsked(["Host", "a"])).toEqual({ encoding: "identity", ifNoneMatch: undefined, isForFramework: false });
  });

  it("takes a header that comes twice as one list", () => {
    const twice = [
      "Accept-Encoding",
      "identity",
      "Accept-Encoding",
      "gzip",
      "If-None-Match",
      '"a"',
      "If-None-Match",
      '"b"',
    ];
    expect(readAsked(twice)).toMatchObject({ encoding: "gzip", ifNoneMatch: '"a", "b"' });
  });

  it("knows the framework's own requests by the header RSC", () => {
    expect(readAsked(["RSC", "1"]).isForFramework).toBe(true);
  });

  it("answers the same to the same wish, however many different ones came before", () => {
    for (let i = 1; i <= 200; i += 1) {
      const other = `x-${i}, ${i % 2 ? "gzip" : "br"}`;
      expect(readAsked(["Accept-Encoding", other]).encoding).toBe(i % 2 ? "gzip" : "br");
    }
    expect(readAsked(["Accept-Encoding", "br;q=0, gzip"]).encoding).toBe("gzip");
    expect(readAsked(["Accept-Encoding", "br;q=0, gzip"]).encoding).toBe("gzip");
  });
});
