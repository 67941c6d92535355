import { expect, it } from "vitest";
import { z } from "zod";
import { ruleFields, ruleIn } from "./component-input.ts";

it("reads each rule from its own fields and leaves the others' alone", () => {
  const values = { needed: "2", "weight.a": "3", "weight.b": "", "weight.c": "-1", "weight.d": "0" };
  const read = (rule: string) => ruleIn(z.object(ruleFields).parse({ rule, needed: values.needed }), values);
  expect(read("any")).toEqual({ kind: "any" });
  expect(read("all")).toEqual({ kind: "all" });
  expect(read("quorum")).toEqual({ kind: "quorum", needed: 2 });
  expect(read("weighted")).toEqual({ kind: "weighted", weights: { a: 3, d: 0 } });
  expect(z.object(ruleFields).safeParse({ rule: "most" }).success).toBe(false);
});
