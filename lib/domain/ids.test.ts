import { describe, expect, it } from "vitest";
import { newId, newSecret } from "./ids.ts";

describe("newId", () => {
  it("is twelve small letters and digits, another one each time, none of them favoured", () => {
    const ids = Array.from({ length: 10_000 }, newId);
    expect(new Set(ids).size).toBe(10_000);
    const counts = new Map<string, number>();
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-z]{12}$/);
      for (const character of id) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    // 120,000 characters, 3,333 of each; six standard deviations are 342. A plain modulo would give four of them 3,750.
    expect(counts.size).toBe(36);
    for (const count of counts.values()) expect(Math.abs(count - 120_000 / 36)).toBeLessThan(342);
  });
});

describe("newSecret", () => {
  it("is 256 bits that can stand in an address", () => {
    expect(newSecret()).toMatch(/^[\w-]{43}$/);
    expect(newSecret()).not.toBe(newSecret());
  });
});
