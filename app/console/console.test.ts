import { describe, expect, it } from "vitest";
import { instantOf, localOf } from "#lib/domain/local-time.ts";
import { expectedAt, impactsIn } from "./incident-input.ts";
import { readForm } from "./read-form.ts";
import { isSameOrigin, localPath } from "./same-origin.ts";

describe("a form", () => {
  it("is taken from our own pages only", () => {
    const from = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), "https://status.example.org");
    expect(from({ "sec-fetch-site": "same-origin", origin: "https://evil.example" })).toBe(true);
    expect(from({ origin: "https://status.example.org" })).toBe(true);
    for (const headers of [
      {},
      { origin: "null" },
      { origin: "https://evil.example" },
      { origin: "https://status.example.org.evil.example" },
      { origin: "http://status.example.org" },
      { "sec-fetch-site": "same-site", origin: "https://status.example.org" },
      { "sec-fetch-site": "cross-site", origin: "https://status.example.org" },
      { "sec-fetch-site": "none" },
    ])
      expect(from(headers as Record<string, string>)).toBe(false);
  });

  it("gives its components as one record, keeps what was typed and neither passwords nor React's fields", () => {
    const form = new FormData();
    for (const [name, value] of [
      ["title", "Slow"],
      ["component.abc", "major_outage"],
      ["password", "secret"],
      ["token", "secret"],
      ["$ACTION_KEY", "k"],
    ] as const)
      form.append(name, value);
    form.append("file", new File(["x"], "x.svg"));
    expect(readForm(form)).toEqual({
      files: { file: expect.any(File) },
      input: { title: "Slow", components: { abc: "major_outage" }, password: "secret", token: "secret" },
      values: { title: "Slow", "component.abc": "major_outage" },
    });
  });
});

it("goes on to paths of the console alone after signing in", () => {
  for (const path of ["/console", "/console/incidents/abc", "/console/incidents/new?draft=abc"])
    expect(localPath(path)).toBe(path);
  for (const path of [
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/console//evil.example",
    "/console/../x",
    "/consolex",
    "/console\\@evil.example",
    "/console\n",
  ])
    expect(localPath(path)).toBe("/console");
});

describe("a time that was picked", () => {
  it("is what clocks show in the page's zone", () => {
    expect(instantOf("2026-11-23T14:30", "UTC")).toBe(Date.UTC(2026, 10, 23, 14, 30));
    expect(instantOf("2026-07-01T14:30", "Europe/Berlin")).toBe(Date.UTC(2026, 6, 1, 12, 30));
    expect(instantOf("2026-12-01T14:30", "America/New_York")).toBe(Date.UTC(2026, 11, 1, 19, 30));
    expect(localOf(Date.UTC(2026, 6, 1, 12, 30), "Europe/Berlin")).toBe("2026-07-01T14:30");
  });

  it("is the first of two where clocks are set back, and counts on where an hour is skipped", () => {
    expect(instantOf("2026-10-25T02:30", "Europe/Berlin")).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(instantOf("2026-03-29T02:30", "Europe/Berlin")).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });

  it("is none when it is not on the calendar", () => {
    for (const text of ["", "soon", "2026-02-30T10:00", "2026-11-23T25:00", "2026-11-23 14:30"])
      expect(instantOf(text, "UTC")).toBeNull();
  });
});

describe("what a form says of an incident", () => {
  const now = Date.UTC(2026, 10, 23, 14, 0);
  const chosen = (expected: "keep" | "30" | "pick" | "unknown", expected_time = "") =>
    expectedAt({ expected, expected_time }, "Europe/Berlin", now);

  it("counts from the moment of posting, takes a picked time in the page's zone, and tells keeping from not knowing", () => {
    expect(chosen("30")).toBe(now + 1_800_000);
    expect(chosen("pick", "2026-11-23T16:00")).toBe(now + 3_600_000);
    expect(chosen("unknown")).toBeNull();
    expect(chosen("keep")).toBeUndefined();
  });

  it("refuses a picked time that is none or has passed", () => {
    for (const time of ["", "2026-11-23T15:00", "2026-11-23T14:59"])
      expect(() => chosen("pick", time)).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  it("names the affected components and those that are well again, and no others", () => {
    const before = new Map([
      ["a", "major_outage"],
      ["b", "partial_outage"],
      ["c", "operational"],
    ] as const);
    const said = { a: "operational", b: "partial_outage", c: "operational", d: "", e: "degraded_performance" } as const;
    expect(impactsIn(said, before)).toEqual({ a: "operational", b: "partial_outage", e: "degraded_performance" });
  });
});
