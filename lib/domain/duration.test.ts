import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatDay,
  formatDuration,
  formatMoment,
  formatTime,
  formatTimeWithSeconds,
  formatWindow,
  zoneName,
} from "./duration.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./instant.ts";

const NOON = Date.UTC(2026, 10, 23, 12);
const at = (hour: number, minute = 0, day = 23) => Date.UTC(2026, 10, day, hour, minute);

describe("formatDuration", () => {
  it.each([
    [0, "1 second"],
    [999, "1 second"],
    [59 * SECOND + 999, "59 seconds"],
    [MINUTE, "1 minute"],
    [38 * MINUTE + 59 * SECOND, "38 minutes"],
    [HOUR, "1 hour"],
    [2 * HOUR + 5 * MINUTE, "2 h 5 min"],
    [3 * HOUR + 59 * SECOND, "3 hours"],
    [DAY, "1 day"],
    [3 * DAY + 4 * HOUR + 59 * MINUTE, "3 days 4 h"],
  ])("%i ms is %s", (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  it("never says more than it was", () => {
    const units: Record<string, number> = {
      second: SECOND,
      minute: MINUTE,
      hour: HOUR,
      day: DAY,
      h: HOUR,
      min: MINUTE,
    };
    fc.assert(
      fc.property(fc.integer({ min: SECOND, max: 400 * DAY }), (ms) => {
        const parts = [...formatDuration(ms).matchAll(/(\d+) ([a-z]+?)s?(?= |$)/g)];
        const said = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit as string] as number), 0);
        expect(said).toBeLessThanOrEqual(ms);
        expect(said).toBeGreaterThan(ms / 2);
      }),
    );
  });
});

describe("clock times", () => {
  it("always carry their zone, in summer and winter", () => {
    expect(formatTime(at(14, 6), "UTC")).toBe("14:06 UTC");
    expect(formatTime(at(0), "Etc/UTC")).toBe("00:00 UTC");
    expect(formatTime(at(14, 6), "Europe/Paris")).toBe("15:06 CET");
    expect(formatTime(Date.UTC(2026, 6, 1, 14, 6), "Europe/Paris")).toBe("16:06 CEST");
    expect(formatTimeWithSeconds(at(14, 6) + 12_345, "UTC")).toBe("14:06:12 UTC");
    expect(zoneName(NOON, "Asia/Kathmandu")).toBe("GMT+5:45");
  });

  it("name the day when it is not today, and the year when it is not this one", () => {
    expect(formatDay(at(12, 0, 11), "UTC", NOON)).toBe("11 Nov");
    expect(formatDay(Date.UTC(2025, 10, 11), "UTC", NOON)).toBe("11 Nov 2025");
    expect(formatMoment(at(14, 6), "UTC", NOON)).toBe("14:06 UTC");
    expect(formatMoment(at(14, 6, 11), "UTC", NOON)).toBe("11 Nov, 14:06 UTC");
  });

  it("go by the page's day, not by UTC's", () => {
    expect(formatMoment(at(23, 30, 22), "Europe/Paris", at(1))).toBe("00:30 CET");
    expect(formatMoment(at(22, 30, 22), "Europe/Paris", at(1))).toBe("22 Nov, 23:30 CET");
  });
});

describe("formatWindow", () => {
  it("says when it is, with one zone for both ends", () => {
    expect(formatWindow(at(13), at(15), "UTC", NOON)).toBe("Today, 13:00–15:00 UTC");
    expect(formatWindow(Date.UTC(2026, 11, 2, 3), Date.UTC(2026, 11, 2, 3, 30), "UTC", NOON)).toBe(
      "2 Dec, 03:00–03:30 UTC",
    );
  });

  it("names both days when it ends on another", () => {
    expect(formatWindow(at(23), at(1, 0, 24), "UTC", NOON)).toBe("Today, 23:00 – 24 Nov, 01:00 UTC");
  });

  it("names both zones when clocks change in between", () => {
    const change = Date.UTC(2026, 9, 25, 1);
    const window = formatWindow(change - 30 * MINUTE, change + 30 * MINUTE, "Europe/Paris", NOON);
    expect(window).toBe("25 Oct, 02:30 CEST – 02:30 CET");
  });
});
