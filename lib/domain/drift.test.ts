import { describe, expect, it } from "vitest";
import { changesBetween, changeText, mergeFingerprints } from "./drift.ts";

// Recorded from a Redis 7.0.15 before and after four settings were changed at run time.
const BEFORE = { timeout: "0", save: "900 1", maxmemory: "268435456", "maxmemory-policy": "noeviction", hz: "10" };
const AFTER = { timeout: "30", save: "", maxmemory: "67108864", "maxmemory-policy": "allkeys-random", hz: "10" };

describe("drift", () => {
  it("names what changed, with both values, and nothing else", () => {
    const changes = changesBetween({ config: BEFORE }, { config: AFTER });
    expect(changes.map(changeText)).toEqual([
      "maxmemory 256 → 64 MiB",
      "maxmemory-policy noeviction → allkeys-random",
      "save 900 1 → nothing",
      "timeout 0 → 30",
    ]);
  });

  it("takes what is not visible for no change, and remembers it", () => {
    const seen = { config: BEFORE, version: { redis_version: "7.0.15" } };
    const blind = { version: { redis_version: "7.0.15" } };
    expect(changesBetween(seen, blind)).toEqual([]);
    expect(changesBetween(mergeFingerprints(seen, blind), { config: AFTER })).toHaveLength(4);
  });

  it("says of users that they were added, changed or removed, and nothing more", () => {
    const changes = changesBetween({ acl: { app: "1f", old: "2e" } }, { acl: { app: "9c", status: "77" } });
    expect(changes.map(changeText)).toEqual(["ACL user app changed", "ACL user old removed", "ACL user status added"]);
  });

  it("writes a limit of zero as none, and each unit where they differ", () => {
    const text = (before: string, after: string) => changeText({ kind: "config", name: "maxmemory", before, after });
    expect(text("6442450944", "4294967296")).toBe("maxmemory 6 → 4 GiB");
    expect(text("0", "1610612736")).toBe("maxmemory no limit → 1.5 GiB");
    expect(text("536870912", "1073741824")).toBe("maxmemory 512 MiB → 1 GiB");
  });
});
