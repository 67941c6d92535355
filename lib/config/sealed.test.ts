import { expect, it } from "vitest";
import { seal, unseal } from "./sealed.ts";

it("can be read with the same secret only, and not once it was changed", () => {
  const sealed = seal('{"url":"redis://:päss@host"}', "secret");
  expect(sealed).not.toContain("host");
  expect(seal("same", "secret")).not.toBe(seal("same", "secret"));
  expect(unseal(sealed, "secret")).toBe('{"url":"redis://:päss@host"}');
  expect(unseal(sealed, "another")).toBeNull();
  expect(unseal(`${sealed.slice(0, -2)}AA`, "secret")).toBeNull();
  expect(unseal("", "secret")).toBeNull();
});
