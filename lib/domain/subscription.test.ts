import { describe, expect, it } from "vitest";
import { preferredLanguage } from "./language.ts";
import {
  clockText,
  eventsOf,
  eventsText,
  heldUntil,
  impactsUpTo,
  isTimeZone,
  minuteOfDay,
  nextAt,
} from "./subscription.ts";

const at = (text: string) => Date.parse(text);
const none = { digest: "off", quiet: null, timeZone: null } as const;
const night = { from: 22 * 60, until: 7 * 60 };

describe("a message", () => {
  it("waits for nothing when neither quiet hours nor a digest were chosen", () => {
    expect(heldUntil(none, false, "UTC", at("2026-11-23T03:00:00Z"))).toBeNull();
  });

  it.each([
    ["at night, until the morning", "2026-11-23T23:30:00Z", "2026-11-24T07:00:00Z"],
    ["after midnight, until the same morning", "2026-11-24T03:00:00Z", "2026-11-24T07:00:00Z"],
    ["from the first minute on", "2026-11-23T22:00:00Z", "2026-11-24T07:00:00Z"],
    ["and not from the last", "2026-11-24T07:00:00Z", null],
    ["nor by day", "2026-11-23T14:00:00Z", null],
  ])("waits in quiet hours: %s", (_, now, until) => {
    expect(heldUntil({ ...none, quiet: night }, false, "UTC", at(now))).toBe(until === null ? null : at(until));
  });

  it("of a critical incident passes quiet hours, and a digest takes it in", () => {
    expect(heldUntil({ ...none, quiet: night }, true, "UTC", at("2026-11-24T03:00:00Z"))).toBeNull();
    expect(heldUntil({ ...none, digest: "daily" }, true, "UTC", at("2026-11-24T03:00:00Z"))).toBe(
      at("2026-11-24T09:00:00Z"),
    );
  });

  it("goes by the subscriber's own clock, and by the page's when none was chosen", () => {
    const quiet = { from: 60, until: 120 };
    const now = at("2026-11-24T00:30:00Z");
    expect(heldUntil({ ...none, quiet }, false, "Europe/Berlin", now)).toBe(at("2026-11-24T01:00:00Z"));
    expect(heldUntil({ ...none, quiet, timeZone: "America/New_York" }, false, "Europe/Berlin", now)).toBeNull();
  });

  it("of a weekly digest comes on Monday, and after the quiet hours of that morning", () => {
    const weekly = { ...none, digest: "weekly" } as const;
    const tuesday = at("2026-11-24T10:00:00Z");
    expect(heldUntil(weekly, false, "UTC", tuesday)).toBe(at("2026-11-30T09:00:00Z"));
    const late = { ...weekly, quiet: { from: 0, until: 10 * 60 } };
    expect(heldUntil(late, false, "UTC", tuesday)).toBe(at("2026-11-30T10:00:00Z"));
  });
});

describe("the next time a clock shows an hour", () => {
  it.each([
    ["Europe/Berlin", 7 * 60, "2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z"],
    ["Europe/Berlin", 7 * 60, "2026-10-24T22:30:00Z", "2026-10-25T06:00:00Z"],
    ["Asia/Kathmandu", 0, "2026-11-23T18:15:00Z", "2026-11-24T18:15:00Z"],
    ["UTC", 0, "2026-11-23T23:59:59Z", "2026-11-24T00:00:00Z"],
  ])("is right where clocks change: %s", (zone, minute, now, next) => {
    expect(new Date(nextAt(minute, zone, at(now))).toISOString()).toBe(new Date(next).toISOString());
  });

  it("is always later, within two days, for every hour of a year in zones that change their clocks", () => {
    for (const zone of ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"]) {
      for (let now = at("2026-01-01T00:10:00Z"); now < at("2027-01-01T00:00:00Z"); now += 7 * 3_600_000) {
        const next = nextAt(((now / 60_000) % 1_440) | 0, zone, now);
        expect(next > now && next <= now + 49 * 3_600_000).toBe(true);
      }
    }
  });
});

it("is told of an incident who asked for at least one so grave", () => {
  expect(impactsUpTo("none")).toEqual(["none"]);
  expect(impactsUpTo("critical")).toEqual(["none", "minor", "major", "critical"]);
});

it("keeps kinds of events so that each can be found, and none by accident", () => {
  expect(eventsText(["incident", "report"])).toBe(",incident,report,");
  expect(eventsOf(",incident,report,")).toEqual(["incident", "report"]);
  expect(eventsOf(",,")).toEqual([]);
});

it("reads and writes times of the day", () => {
  expect([minuteOfDay("00:00"), minuteOfDay("23:59"), minuteOfDay("24:00"), minuteOfDay("7:00")]).toEqual([
    0,
    1_439,
    null,
    null,
  ]);
  expect(clockText(1_327)).toBe("22:07");
});

it("knows time zones by their names", () => {
  expect([isTimeZone("Europe/Berlin"), isTimeZone("Mars/Olympus"), isTimeZone("")]).toEqual([true, false, false]);
});

it.each([
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["xx, fr;q=0.2, ja;q=0.9", "ja"],
  ["en;q=0, tlh", null],
  [null, null],
])("takes the language a browser likes best: %s", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
