import { describe, expect, it } from "vitest";
import { type Actor, isRole, mayActAs, ROLES, requireRole, SYSTEM } from "./actor.ts";

const actor = (role: Actor["role"]): Actor => ({ kind: "operator", id: "o", name: "Ada", role });

describe("roles", () => {
  it("let each do what those before it may, and no more", () => {
    ROLES.forEach((has, i) => {
      ROLES.forEach((needed, j) => {
        expect(mayActAs(actor(has), needed)).toBe(i >= j);
      });
    });
    expect(mayActAs(SYSTEM, "admin")).toBe(true);
  });

  it("refuse in words that say what is needed", () => {
    expect(() => requireRole(actor("reporter"), "publisher")).toThrow(
      "This needs the role publisher; you have reporter.",
    );
    expect(() => requireRole(actor("publisher"), "publisher")).not.toThrow();
  });

  it("are a closed list", () => {
    expect(ROLES.every(isRole)).toBe(true);
    for (const word of ["", "Admin", "owner", "toString"]) expect(isRole(word)).toBe(false);
  });
});
