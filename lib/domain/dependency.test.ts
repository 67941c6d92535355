import fc from "fast-check";
import { expect, it } from "vitest";
import { dependentsOf, derivedImpacts, impactOfNeed, type Need, neededBy, wouldLoop } from "./dependency.ts";

const id = fc.constantFrom("a", "b", "c", "d", "e");

it("hands a hard need's state on as it is, a soft need's outage as slowness, and nothing that is not known", () => {
  expect(impactOfNeed("hard", "major_outage")).toBe("major_outage");
  expect(impactOfNeed("hard", "under_maintenance")).toBe("under_maintenance");
  expect(impactOfNeed("soft", "major_outage")).toBe("degraded_performance");
  expect(impactOfNeed("soft", "degraded_performance")).toBeNull();
  for (const strength of ["hard", "soft"] as const)
    for (const status of ["unknown", "operational"] as const) expect(impactOfNeed(strength, status)).toBeNull();
});

it("lets nothing need itself, through however many others", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(id, id), { maxLength: 20 }), (wanted) => {
      const needs: Need[] = [];
      for (const [componentId, needsId] of wanted)
        if (!wouldLoop(needs, componentId, needsId)) needs.push({ componentId, needsId, strength: "hard" });
      for (const one of ["a", "b", "c", "d", "e"]) {
        expect(neededBy(needs, one).has(one)).toBe(false);
        for (const needed of neededBy(needs, one)) expect(dependentsOf(needs, needed).has(one)).toBe(true);
      }
    }),
  );
  const chain: Need[] = [
    { componentId: "a", needsId: "b", strength: "hard" },
    { componentId: "b", needsId: "c", strength: "soft" },
  ];
  expect(wouldLoop(chain, "c", "a")).toBe(true);
  expect(wouldLoop(chain, "a", "c")).toBe(false);
});

it("hands an outage on through everything that needs it, each time as its strength says, and never back", () => {
  const needs: Need[] = [
    { componentId: "app", needsId: "redis", strength: "hard" },
    { componentId: "site", needsId: "app", strength: "hard" },
    { componentId: "mail", needsId: "app", strength: "soft" },
    { componentId: "news", needsId: "mail", strength: "hard" },
    { componentId: "other", needsId: "mail", strength: "soft" },
  ];
  expect(Object.fromEntries(derivedImpacts(needs, new Map([["redis", "major_outage"]])))).toEqual({
    app: "major_outage",
    site: "major_outage",
    mail: "degraded_performance",
    news: "degraded_performance",
  });
  expect(derivedImpacts(needs, new Map([["redis", "operational"]])).size).toBe(0);
});
